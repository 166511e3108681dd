using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Models;

namespace EcsTools.Apps.Publishing;

/// <summary>What came of a stage.</summary>
/// <param name="Value">Its result.</param>
/// <param name="Change">What it did.</param>
/// <param name="Detail">More about it, or null.</param>
internal sealed record StageResult<T>(T Value, string Change, string? Detail = null);

/// <summary>Runs the stages of an app, several at a time, and keeps what they did.</summary>
internal sealed class AppSteps(string activity, int total, IClock clock, IProgress<OperationProgress>? progress)
{
    private readonly object _lock = new();
    private readonly List<FargateAppStep> _steps = [];
    private readonly List<string> _running = [];

    /// <summary>The stages that have ended, in the order of their ends.</summary>
    public IReadOnlyList<FargateAppStep> Done
    {
        get
        {
            lock (_lock)
            {
                return _steps.ToList();
            }
        }
    }

    /// <summary>Runs a stage.</summary>
    public async Task<T> RunAsync<T>(string stage, string subject, Func<Task<StageResult<T>>> run)
    {
        var started = clock.UtcNow;
        var name = $"{stage.ToLowerInvariant()} {subject}";
        Report(() => _running.Add(name));
        try
        {
            var result = await run().ConfigureAwait(false);
            var step = new FargateAppStep(stage, subject, result.Change, result.Detail, clock.UtcNow - started);
            Report(() => _steps.Add(step));
            progress?.Report(new OperationProgress(activity, step.ToString(), Level: ProgressLevel.Verbose));
            return result.Value;
        }
        finally
        {
            Report(() => _running.Remove(name));
        }
    }

    /// <summary>Ends the progress.</summary>
    public void End() => progress?.Report(new OperationProgress(activity, "", 100, Completed: true));

    private void Report(Action change)
    {
        string status;
        int percent;
        lock (_lock)
        {
            change();
            status = string.Join(", ", _running);
            percent = Math.Min(99, 100 * _steps.Count / Math.Max(1, total));
        }

        progress?.Report(new OperationProgress(activity, status, percent));
    }
}
