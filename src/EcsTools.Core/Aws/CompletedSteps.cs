using System;
using System.Threading.Tasks;

namespace EcsTools.Aws;

/// <summary>Reports the steps of an operation, and counts those that are completed. What they leave behind is in <see cref="AwsConnection.Changes"/>.</summary>
internal sealed class CompletedSteps
{
    private readonly IProgress<OperationProgress>? _progress;
    private readonly string _activity;
    private readonly int _steps;

    /// <param name="activity">The name of the whole operation.</param>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="progress">Where the steps are reported.</param>
    public CompletedSteps(string activity, int steps, IProgress<OperationProgress>? progress)
    {
        _activity = activity;
        _steps = Math.Max(steps, 1);
        _progress = progress;
    }

    /// <summary>Whether any step is completed.</summary>
    public bool HasChanges => StepsDone > 0;

    /// <summary>The number of completed steps.</summary>
    public int StepsDone { get; private set; }

    /// <summary>Reports the step that starts now.</summary>
    public void Doing(string what)
        => _progress?.Report(new OperationProgress(_activity, what, Math.Min(99, 100 * StepsDone / _steps)));

    /// <summary>Reports a completed step.</summary>
    public void Done(string what)
    {
        StepsDone++;
        _progress?.Report(new OperationProgress(_activity, what, Level: ProgressLevel.Verbose));
        Doing(what);
    }

    /// <summary>Runs the steps, and completes the progress.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> steps)
    {
        try
        {
            return await steps().ConfigureAwait(false);
        }
        finally
        {
            _progress?.Report(new OperationProgress(_activity, "", 100, Completed: true));
        }
    }
}
