using System;
using System.Collections.Generic;

namespace EcsTools.Tests.Identity;

/// <summary>Keeps what an operation reports, and may act on it at once.</summary>
internal sealed class ProgressLog : IProgress<OperationProgress>
{
    private readonly Action<OperationProgress>? _act;

    public ProgressLog(Action<OperationProgress>? act = null) => _act = act;

    public List<OperationProgress> Reports { get; } = new();

    public void Report(OperationProgress value)
    {
        lock (Reports)
        {
            Reports.Add(value);
        }

        _act?.Invoke(value);
    }
}
