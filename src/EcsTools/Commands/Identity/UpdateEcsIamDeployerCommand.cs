using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Identity;

/// <summary>Replaces the access key of an IAM user for deployments.</summary>
/// <remarks>
/// The command creates a new key, waits until AWS accepts it, writes it to every profile of this machine that held the old key, and then
/// deactivates and deletes the old key. A key that is in no profile of this machine may be in use elsewhere, so it stays unless you use
/// -Force. If the user already has two keys, -Force is required too, and one of them is deleted first: an inactive one, or the one used
/// longest ago.
/// If the command was stopped in the middle, run it again without -Force: it does what is left. A new key whose secret nobody has is
/// deleted first, and -WhatIf names it: it is in no profile, and was never used or was created by the run that was stopped.
/// </remarks>
/// <example>
///   <code>Update-EcsIamDeployer deployer</code>
///   <para>Replaces the key of the user deployer in the profile that holds it.</para>
/// </example>
/// <example>
///   <code>Update-EcsIamDeployer deployer -ProfileName ecs-demo -Force</code>
///   <para>Gives the profile ecs-demo a new key of the user, and deletes all other keys.</para>
/// </example>
[Cmdlet(VerbsData.Update, "EcsIamDeployer", SupportsShouldProcess = true)]
[OutputType(typeof(IamDeployer), typeof(EcsPlanStep))]
public sealed class UpdateEcsIamDeployerCommand : IamDeployerCommand, IPlannedCommand
{
    /// <summary>Name of the user.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [ArgumentCompleter(typeof(IamDeployerCompleter))]
    [IdentifiedBy("UserName", "Name", Only = [typeof(IamDeployer)])]
    [Subject(typeof(IamDeployer))]
    public string Name { get; set; } = "";

    /// <summary>
    /// Also deletes keys that are in no profile of this machine, changes a user that another tool created, and overwrites a profile with
    /// other credentials.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsAdminAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var deployers = new IamDeployers(connection);
        var target = await TargetAsync(pipeline, Name, Force).ConfigureAwait(false);
        var plan = await deployers.PlanRotationAsync(target, cancellationToken).ConfigureAwait(false);
        var accountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        if (await MayProceedAsync(pipeline, plan, accountId, "Change the access key of").ConfigureAwait(false))
        {
            Write(pipeline, await deployers.RotateAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }
}
