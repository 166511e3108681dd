using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace EcsTools.Aws;

/// <summary>Records the completed steps of an operation, so that an error half-way can list them.</summary>
internal sealed class CompletedSteps
{
    private readonly List<string> _done = new();
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
    public bool HasChanges => _done.Count > 0;

    /// <summary>The number of completed steps.</summary>
    public int StepsDone => _done.Count;

    /// <summary>Reports the step that starts now.</summary>
    public void Doing(string what)
        => _progress?.Report(new OperationProgress(_activity, what, Math.Min(99, 100 * _done.Count / _steps)));

    /// <summary>Records a completed step.</summary>
    public void Done(string what)
    {
        _done.Add(what);
        _progress?.Report(new OperationProgress(_activity, what, Level: ProgressLevel.Verbose));
        Doing(what);
    }

    /// <summary>Runs the steps. An error after some completed steps lists those steps.</summary>
    /// <exception cref="EcsToolsException"><c>ChangesIncomplete</c>, or the error's own id.</exception>
    public async Task<T> RunAsync<T>(string target, Func<Task<T>> steps)
    {
        try
        {
            return await steps().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Tell();
            throw;
        }
        catch (Exception problem) when (HasChanges)
        {
            var known = problem as EcsToolsException;
            throw new EcsToolsException(
                known?.Code ?? ErrorCodes.ChangesIncomplete with { Kind = KindOf(problem) },
                $"{problem.Message.TrimEnd('.')}. Done before that: {string.Join("; ", _done)}.",
                (known?.Remedy is { } remedy ? remedy.TrimEnd('.') + ". " : "") + "Then run the command again: it continues from there.",
                known?.Parameter,
                target,
                problem);
        }
        finally
        {
            _progress?.Report(new OperationProgress(_activity, "", 100, Completed: true));
        }
    }

    /// <summary>Runs the steps. If they end early, a warning lists the completed steps, and the error stays as it is.</summary>
    public async Task<T> RunOrTellAsync<T>(Func<Task<T>> steps)
    {
        try
        {
            return await steps().ConfigureAwait(false);
        }
        catch
        {
            Tell();
            throw;
        }
        finally
        {
            _progress?.Report(new OperationProgress(_activity, "", 100, Completed: true));
        }
    }

    /// <summary>Tells what is done if the operation ends early.</summary>
    private void Tell()
    {
        if (HasChanges)
        {
            var text = $"Not finished. Done before that: {string.Join("; ", _done)}. Run the command again: it continues from there.";
            _progress?.Report(new OperationProgress(_activity, text, Level: ProgressLevel.Leftover));
        }
    }

    internal static ErrorKind KindOf(Exception problem)
        => !AwsErrorInfo.TryRead(problem, out var error) ? ErrorKind.Failed
            : AccessDenial.From(error!) is not null ? ErrorKind.PermissionDenied
            : error!.ErrorCode == "LimitExceeded" ? ErrorKind.LimitExceeded
            : ErrorKind.Failed;
}
