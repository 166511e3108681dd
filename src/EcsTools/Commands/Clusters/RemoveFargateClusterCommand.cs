using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Clusters;

/// <summary>Removes a cluster.</summary>
/// <remarks>
/// A cluster with services or tasks is not removed, and the error lists them. With -Force the command first removes the services, stops the
/// tasks, and waits for both. -Force does not answer the confirmation.
/// </remarks>
/// <example>
///   <code>Remove-FargateCluster demo</code>
///   <para>Asks for confirmation, and then removes the cluster demo if nothing runs in it.</para>
/// </example>
/// <example>
///   <code>Remove-FargateCluster demo -Force -Confirm:$false</code>
///   <para>Removes the cluster demo and everything that runs in it, without asking.</para>
/// </example>
/// <example>
///   <code>Remove-FargateCluster demo -Force -WhatIf</code>
///   <para>Lists the services and tasks that would be removed with the cluster. Nothing changes.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "FargateCluster", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateCluster))]
public sealed class RemoveFargateClusterCommand : AwsCommand
{
    /// <summary>Names or ARNs of clusters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ClusterName", "ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster", "ClusterArn")]
    public string[] Cluster { get; set; } = [];

    /// <summary>Also removes the services and stops the tasks of the cluster.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the removed cluster.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var removal = new FargateClusterRemoval(connection);
        foreach (var name in Cluster)
        {
            var plan = await removal.PlanAsync(name, cancellationToken).ConfigureAwait(false);
            FargateClusterRemoval.Check(plan, Force);
            if (!await AskAsync(pipeline, plan).ConfigureAwait(false))
            {
                continue;
            }

            var removed = await removal.RemoveAsync(plan, Force, pipeline.Progress, cancellationToken).ConfigureAwait(false);
            if (PassThru)
            {
                pipeline.WriteObject(removed);
            }
        }
    }

    private static Task<bool> AskAsync(CommandPipeline pipeline, FargateClusterRemovalPlan plan)
    {
        var action = $"Remove cluster '{plan.Cluster.Cluster}' in {plan.Cluster.Region} (account {plan.Cluster.AccountId})";
        var steps = plan.Services.Select(service => $"- service {service}").Concat(plan.TaskArns.Select(task => $"- task {task}"));
        return pipeline.ShouldProcessAsync(PlanText.From(action, steps), PlanText.From(action + "?", steps), "Cluster");
    }
}
