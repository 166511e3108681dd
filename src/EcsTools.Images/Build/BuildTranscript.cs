using System;
using System.Collections.Generic;

namespace EcsTools.Images.Build;

/// <summary>The output of a build so far. It is reported as progress, and kept for the error message if the build fails.</summary>
internal sealed class BuildTranscript
{
    private const int KeptLines = 20;
    private readonly Queue<string> _lastLines = new();
    private readonly IProgress<OperationProgress>? _progress;
    private readonly string _activity;
    private int? _percent;

    public BuildTranscript(string activity, IProgress<OperationProgress>? progress)
    {
        _activity = activity;
        _progress = progress;
    }

    /// <summary>The current step, such as <c>step 3/7 'RUN npm ci'</c>; null before the first step.</summary>
    public string? CurrentStep { get; private set; }

    /// <summary>The builder's message about why the build failed; null if it has not failed.</summary>
    public string? Failure { get; private set; }

    /// <summary>The id of the image, once it is known.</summary>
    public string? ImageId { get; set; }

    /// <summary>The number of steps that came from the cache.</summary>
    public int CachedSteps { get; private set; }

    /// <summary>The last lines of output.</summary>
    public IReadOnlyCollection<string> LastLines => _lastLines;

    public void Status(string status, int? percent = null) =>
        _progress?.Report(new OperationProgress(_activity, status, percent ?? _percent));

    public void Warn(string text) => _progress?.Report(new OperationProgress(_activity, text, Level: ProgressLevel.Warning));

    public void Item(string item, string status, int? percent, bool completed) =>
        _progress?.Report(new OperationProgress(_activity, status, percent, item, completed));

    public void Step(int number, int total, string text)
    {
        CurrentStep = $"step {number}/{total} '{text}'";
        _percent = total > 0 ? (int)((number - 1) * 100L / total) : null;
        Status($"Step {number}/{total}: {text}");
        Verbose($"Step {number}/{total}: {text}");
    }

    public void Cached() => CachedSteps++;

    /// <summary>Adds a line of a step's output.</summary>
    public void Line(string line)
    {
        if (line.Trim().Length == 0)
        {
            return;
        }

        if (_lastLines.Count == KeptLines)
        {
            _lastLines.Dequeue();
        }

        _lastLines.Enqueue(line.TrimEnd());
        Verbose(line.TrimEnd());
    }

    public void Fail(string failure, string? step = null)
    {
        Failure ??= failure.Trim();
        CurrentStep = step ?? CurrentStep;
    }

    /// <summary>Forgets a failed attempt, because the build starts again.</summary>
    public void Restart(string reason)
    {
        Verbose(reason);
        _lastLines.Clear();
        (Failure, CurrentStep, ImageId, CachedSteps, _percent) = (null, null, null, 0, null);
    }

    public void Complete() => _progress?.Report(new OperationProgress(_activity, "Done", 100, Completed: true));

    public void Verbose(string line) => _progress?.Report(new OperationProgress(_activity, line, Level: ProgressLevel.Verbose));
}
