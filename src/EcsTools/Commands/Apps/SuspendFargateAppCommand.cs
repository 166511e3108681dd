using System.Management.Automation;
using EcsTools.Models;

namespace EcsTools.Commands.Apps;

/// <summary>Suspends an app: its services run no tasks, and its schedules start none, until Resume-FargateApp.</summary>
/// <remarks>
/// The counts of the services and the limits of their scaling are set to zero, and the schedules are disabled. Tags of the services keep what was there before.
/// Routes, images and settings stay, and a load balancer still costs what it did. Requests are answered with the status 503. Publish-FargateApp can change a
/// suspended app, and it stays suspended.
/// </remarks>
/// <example>
///   <code>Suspend-FargateApp web -Wait</code>
///   <para>Stops all tasks of the app web, and waits until they have ended.</para>
/// </example>
/// <example>
///   <code>Suspend-FargateApp web -WhatIf</code>
///   <para>Shows which services and schedules would be stopped, and how many tasks they run. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Get-FargateApp test-* | Suspend-FargateApp</code>
///   <para>Suspends all apps whose names begin with test-, such as at the end of the day.</para>
/// </example>
/// <seealso cref="ResumeFargateAppCommand"/>
[Cmdlet(VerbsLifecycle.Suspend, "FargateApp", SupportsShouldProcess = true)]
[OutputType(typeof(FargateApp), typeof(EcsPlanStep))]
public sealed class SuspendFargateAppCommand : AppSwitchCommand
{
    private protected override bool Suspends => true;
}
