using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Usage;

namespace EcsTools.Commands.Tasks;

/// <summary>Deregisters revisions of task definitions that nothing uses, and with -Delete also deletes them.</summary>
/// <remarks>
/// <para>
/// A revision in use is kept, and a warning says what uses it. The command checks services, the revision to which each service would roll
/// back, running tasks, schedules of EventBridge Scheduler, and EventBridge rules. A schedule that names only the family uses its newest
/// revision.
/// </para>
/// <para>
/// You can still read a deregistered revision, and its tasks continue to run, but it cannot be started any more. -Delete deletes it for
/// good. -Delete also deletes named revisions that were already deregistered.
/// </para>
/// </remarks>
/// <example>
///   <code>Unregister-FargateTask web -KeepLast 2 -WhatIf</code>
///   <para>Lists the revisions of the family web that would be deregistered, and the reason why the others stay.</para>
/// </example>
/// <example>
///   <code>Unregister-FargateTask * -KeepLast 5 -Delete -Confirm:$false</code>
///   <para>Keeps the five newest revisions of every family and those in use, and deletes all others without asking.</para>
/// </example>
/// <example>
///   <code>Get-FargateTaskDefinition web | Where-Object { $_.RegisteredAt -and $_.RegisteredAt -lt (Get-Date).AddYears(-1) } | Unregister-FargateTask</code>
///   <para>Deregisters the revisions of web that are older than one year and not in use.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Unregister, "FargateTask", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateTaskDefinition), typeof(EcsPlanStep))]
public sealed class UnregisterFargateTaskCommand : CleanupCommand
{
    private readonly List<(AwsConnection Connection, string Name)> _named = [];

    /// <summary>
    /// Task definitions: a family means all of its revisions (wildcards are allowed), family:revision or an ARN means one.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family", Only = [typeof(FargateTaskDefinition)])]
    [Subject(typeof(FargateTaskDefinition), OtherKinds = ["ServiceName", "ServiceArn", "TaskArn", "TaskId", "ScheduleName", "ScheduleArn"])]
    public string[] TaskDefinition { get; set; } = [];

    /// <summary>Also deletes the revisions for good.</summary>
    [Parameter]
    public SwitchParameter Delete { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        _named.AddRange(TaskDefinition.Select(name => (connection, name)));
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (var group in _named.GroupBy(item => item.Connection))
        {
            var removal = new TaskDefinitionRemoval(group.Key);
            var request = new TaskDefinitionRemovalRequest
            {
                TaskDefinitions = group.Select(item => item.Name).ToList(),
                KeepLast = NewestToKeep,
                Delete = Delete,
            };
            foreach (var plan in await removal.PlanAsync(request, problem => pipeline.WriteError(problem), cancellationToken)
                .ConfigureAwait(false))
            {
                await RemoveAsync(pipeline, removal, plan, group.Key.Region, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task RemoveAsync(
        CommandPipeline pipeline, TaskDefinitionRemoval removal, TaskDefinitionRemovalPlan plan, string region,
            CancellationToken cancellationToken)
    {
        WriteWarnings(pipeline, "Task definition", plan.Spared, plan.Warnings);
        if (plan.IsNeeded && await pipeline.ShouldProcessAsync(plan.ToPlan(region)).ConfigureAwait(false))
        {
            await CarryOutAsync(
                pipeline, removal.ApplyAsync(plan, problem => pipeline.WriteError(problem), pipeline.Progress, cancellationToken)).ConfigureAwait(false);
        }
    }
}
