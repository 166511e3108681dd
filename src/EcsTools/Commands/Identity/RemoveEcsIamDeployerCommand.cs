using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Identity;

/// <summary>Removes an IAM user for deployments: its policies, its keys, the profiles that hold them, and the user.</summary>
/// <remarks>
/// A user that is gone already is no error. One that has more than this module gave it (other policies, groups), or that was made
/// otherwise, is removed with -Force only. The policy of -PolicySet Scoped goes with the last user that has it.
/// </remarks>
/// <example>
///   <code>Remove-EcsIamDeployer deployer</code>
///   <para>Asks, then removes the user deployer and its profile.</para>
/// </example>
/// <example>
///   <code>Get-EcsIamDeployer 'test-*' | Remove-EcsIamDeployer -Confirm:$false -PassThru</code>
///   <para>Removes all deployers whose name begins with test-, and says which they were.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "EcsIamDeployer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(IamDeployer))]
public sealed class RemoveEcsIamDeployerCommand : IamDeployerCommand
{
    /// <summary>
    /// <para type="description">Name of the user.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [ArgumentCompleter(typeof(IamDeployerCompleter))]
    [IdentifiedBy("UserName", "Name")]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para type="description">Removes a user that has more than this module gave it, or that was made otherwise. -Confirm:$false leaves
    /// the question away.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// <para type="description">Emits what was removed.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

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
