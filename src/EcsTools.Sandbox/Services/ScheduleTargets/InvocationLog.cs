using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.ScheduleTargets;

/// <summary>The newest invocations of a service.</summary>
internal sealed class InvocationLog
{
    private const int Most = 1000;

    private readonly Queue<Invocation> _newest = new();

    public void Add(Invocation invocation)
    {
        lock (_newest)
        {
            _newest.Enqueue(invocation);
            if (_newest.Count > Most)
            {
                _newest.Dequeue();
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Invocation> ToList()
    {
        lock (_newest)
        {
            return _newest.ToArray();
        }
    }
}
