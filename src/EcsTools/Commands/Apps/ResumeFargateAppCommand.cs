using System.Management.Automation;
using EcsTools.Models;

namespace EcsTools.Commands.Apps;

/// <summary>Resumes a suspended app: its services get the counts that they had, and its schedules start tasks again.</summary>
/// <remarks>
/// The command sets the counts and the limits of scaling that Suspend-FargateApp kept, and enables the schedules that it disabled. With -Wait it waits until
/// the tasks run and pass their health checks.
/// </remarks>
/// <example>
///   <code>Resume-FargateApp web -Wait</code>
///   <para>Starts the tasks of the app web again, and waits until they run.</para>
/// </example>
/// <example>
///   <code>Get-FargateApp | Where-Object Status -eq Suspended | Resume-FargateApp</code>
///   <para>Resumes every app that is suspended, and waits for none of them.</para>
/// </example>
/// <example>
///   <code>Resume-FargateApp web -WhatIf</code>
///   <para>Shows which counts would be set. Nothing changes.</para>
/// </example>
/// <seealso cref="SuspendFargateAppCommand"/>
[Cmdlet(VerbsLifecycle.Resume, "FargateApp", SupportsShouldProcess = true)]
[OutputType(typeof(FargateApp), typeof(EcsPlanStep))]
public sealed class ResumeFargateAppCommand : AppSwitchCommand
{
    private protected override bool Suspends => false;
}
