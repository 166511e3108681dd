using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Suspension;
using EcsTools.Estimates;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Apps;

/// <summary>A command that turns apps off or on.</summary>
public abstract class AppSwitchCommand : AppSelectionCommand, IPlannedCommand
{
    /// <summary>Waits until the services have the number of tasks that they should have.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Maximum time for -Wait, such as 15m. ECS continues when it ends.</summary>
    /// <value>30m</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <summary>Whether the command suspends apps; else it resumes them.</summary>
    private protected abstract bool Suspends { get; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var suspension = new AppSuspension(connection);
        await ForEachAsync(pipeline, nameof(Name), Name, async name =>
        {
            var plan = await suspension.PlanAsync(name, Suspends, cancellationToken).ConfigureAwait(false);
            var shown = await new PlanCosts(connection, pipeline.Progress).AddAsync(plan, cancellationToken).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(shown).ConfigureAwait(false))
            {
                pipeline.WriteObject(await suspension.ApplyAsync(plan, Wait ? Timeout : null, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
    }
}
