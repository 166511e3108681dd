using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>A command on existing schedules, which are named or come from the pipeline.</summary>
public abstract class ScheduleSelectionCommand : AwsCommand
{
    /// <summary>Names of schedules. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ScheduleName")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("ScheduleName", "Name", Only = [typeof(ScheduledTask)])]
    [Subject(typeof(ScheduledTask))]
    public virtual string[]? Name { get; set; }

    /// <summary>Schedule group.</summary>
    /// <value>every group</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleGroupCompleter))]
    [Subject(Rank = 3)]
    public string? Group { get; set; }

    /// <summary>Service that runs the schedules: EventBridge Scheduler (Scheduler) or EventBridge rules (Rule).</summary>
    /// <value>both</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ScheduleBackend? Backend { get; set; }

    /// <summary>The selected schedules. A name without wildcards that does not exist is an error.</summary>
    private protected IAsyncEnumerable<ScheduledTask> SelectAsync(
        CommandPipeline pipeline, AwsConnection connection, CancellationToken cancellationToken)
        => new ScheduledTasks(connection).GetAsync(Name, Group, Backend, problem => pipeline.WriteError(problem), cancellationToken);
}
