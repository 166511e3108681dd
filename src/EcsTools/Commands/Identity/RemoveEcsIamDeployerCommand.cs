using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Identity;

/// <summary>Removes an IAM user for deployments, with its policies, its keys, and the profiles that hold the keys.</summary>
/// <remarks>
/// It is no error if the user does not exist. A user that has more than this module gave it (other policies or groups), or that another
/// tool created, is removed only with -Force. The policy of -Add is deleted with its user, and the policy of
/// -PolicySet Scoped with the last user that has it.
/// </remarks>
/// <example>
///   <code>Remove-EcsIamDeployer deployer</code>
///   <para>Asks for confirmation, and then removes the user deployer and its profile.</para>
/// </example>
/// <example>
///   <code>Get-EcsIamDeployer 'test-*' | Remove-EcsIamDeployer -Confirm:$false -PassThru</code>
///   <para>Removes all deployers whose names begin with test-, and lists them.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "EcsIamDeployer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(IamDeployer), typeof(EcsPlanStep))]
public sealed class RemoveEcsIamDeployerCommand : IamDeployerCommand, IPlannedCommand
{
    /// <summary>Name of the user.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [ArgumentCompleter(typeof(IamDeployerCompleter))]
    [IdentifiedBy("UserName", "Name", Only = [typeof(IamDeployer)])]
    [Subject(typeof(IamDeployer))]
    public string Name { get; set; } = "";

    /// <summary>
    /// Removes a user that has more than this module gave it, or that another tool created. It does not answer the confirmation; use
    /// -Confirm:$false for that.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the removed user.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsAdminAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var deployers = new IamDeployers(connection);
        var target = await TargetAsync(pipeline, Name, Force).ConfigureAwait(false);
        var plan = await deployers.PlanRemovalAsync(target, cancellationToken).ConfigureAwait(false);
        var accountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        if (plan.Steps.Count == 0)
        {
            pipeline.WriteVerbose($"There is no IAM user {Name} in account {accountId}: nothing to remove.");
        }
        else if (await MayProceedAsync(pipeline, plan, accountId, "Remove").ConfigureAwait(false)
            && await deployers.RemoveAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false) is { } removed
            && PassThru)
        {
            Write(pipeline, removed);
        }
    }
}
