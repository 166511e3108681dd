using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Routing;

/// <summary>One step of a plan: what it changes, and how.</summary>
/// <param name="Changes">What the step changes, as a plan shows it.</param>
/// <param name="Done">The step in the past tense, such as <c>listener 80 created</c>. It may name an id that exists only after the step.</param>
/// <param name="RunAsync">Makes the change.</param>
internal sealed record ChangeStep(IReadOnlyList<FieldChange> Changes, Func<string> Done, Func<CancellationToken, Task> RunAsync)
{
    public ChangeStep(FieldChange change, string done, Func<CancellationToken, Task> run)
        : this([change], () => done, run)
    {
    }

    /// <summary>Runs steps in order.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="activity">The name of the whole operation.</param>
    /// <param name="progress">Receives the steps; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static async Task RunAllAsync(
        IReadOnlyList<ChangeStep> steps, string activity, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var completed = new CompletedSteps(activity, steps.Count, progress);
        await completed.RunAsync(async () =>
        {
            foreach (var step in steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                completed.Doing(step.Changes.FirstOrDefault()?.ToString() ?? step.Done());
                await step.RunAsync(cancellationToken).ConfigureAwait(false);
                completed.Done(step.Done());
            }

            return true;
        }).ConfigureAwait(false);
    }
}
