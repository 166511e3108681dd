using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>A target with its connections and the requests that it has not answered yet.</summary>
internal sealed class RunningTarget
{
    private const int MostIdle = 256;

    // Many servers close a connection that is idle for five seconds. A request that crosses that would fail.
    private const long MostIdleMilliseconds = 4000;

    private readonly object _gate = new();
    private readonly HashSet<UpstreamConnection> _connections = new();
    private readonly Stack<UpstreamConnection> _idle = new();
    private readonly TaskCompletionSource<bool> _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BalancedTarget _target;
    private int _outstanding;
    private volatile bool _isDraining;

    public RunningTarget(BalancedTarget target)
    {
        _target = target;
    }

    public BalancedTarget Target => Volatile.Read(ref _target);

    public TargetHealthRecord Health { get; } = new();

    public int Outstanding => Volatile.Read(ref _outstanding);

    public bool IsDraining => _isDraining;

    public Task Drained => _drained.Task;

    public static (string Address, int Port) KeyOf(BalancedTarget target) => (target.Address, target.Port);

    /// <summary>Takes a new place at which the target is reached.</summary>
    public void Update(BalancedTarget target)
    {
        var isElsewhere = !Equals(target.Endpoint, Target.Endpoint);
        Volatile.Write(ref _target, target);
        if (isElsewhere)
        {
            CloseIdle(_ => true);
        }
    }

    /// <summary>Counts a request that is about to be sent. False if the target drains meanwhile: then another one must be chosen.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _outstanding);
        if (!_isDraining)
        {
            return true;
        }

        Exit();
        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0 && _isDraining)
        {
            EndDraining();
        }
    }

    /// <summary>Takes no more requests.</summary>
    public void Drain()
    {
        _isDraining = true;
        Interlocked.MemoryBarrier();
        if (Outstanding == 0)
        {
            EndDraining();
        }
    }

    /// <summary>Ends what is still under way.</summary>
    public void Cut()
    {
        UpstreamConnection[] connections;
        lock (_gate)
        {
            connections = _connections.ToArray();
        }

        foreach (var connection in connections)
        {
            connection.Transport.Reset();
        }

        _drained.TrySetResult(true);
    }

    /// <summary>A connection that waits for a request, or null.</summary>
    public UpstreamConnection? Rent()
    {
        while (true)
        {
            UpstreamConnection connection;
            lock (_gate)
            {
                if (_idle.Count == 0)
                {
                    return null;
                }

                connection = _idle.Pop();
            }

            if (IsFresh(connection))
            {
                return connection;
            }

            connection.Dispose();
        }
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="TargetFailure">It cannot be opened.</exception>
    public async Task<UpstreamConnection> ConnectAsync(BalancerProtocol protocol)
    {
        var endpoint = Target.Endpoint ?? throw new TargetFailure(502, "The target is not reachable on this machine.");
        using var timer = new CancellationTokenSource();
        var limit = Task.Delay(TargetConnector.MostTime, timer.Token);
        var transport = await TargetConnector.ConnectAsync(endpoint, protocol, limit).ConfigureAwait(false);
        timer.Cancel();
        var connection = new UpstreamConnection(this, transport);
        lock (_gate)
        {
            _connections.Add(connection);
        }

        return connection;
    }

    /// <summary>Keeps a connection for the next request.</summary>
    public void Return(UpstreamConnection connection)
    {
        connection.Park();
        lock (_gate)
        {
            if (!_isDraining && _idle.Count < MostIdle)
            {
                _idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>Closes connections that have waited for too long, or that the target closed.</summary>
    public void CloseStale() => CloseIdle(connection => !IsFresh(connection));

    public void Forget(UpstreamConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    private static bool IsFresh(UpstreamConnection connection)
        => connection.IsSilent && MonotonicTime.Milliseconds - connection.IdleSince < MostIdleMilliseconds;

    private void EndDraining()
    {
        CloseIdle(_ => true);
        _drained.TrySetResult(true);
    }

    private void CloseIdle(Predicate<UpstreamConnection> predicate)
    {
        List<UpstreamConnection> closed;
        lock (_gate)
        {
            if (_idle.Count == 0)
            {
                return;
            }

            closed = _idle.Where(connection => predicate(connection)).ToList();
            var kept = _idle.Where(connection => !closed.Contains(connection)).Reverse().ToList();
            _idle.Clear();
            kept.ForEach(_idle.Push);
        }

        closed.ForEach(connection => connection.Dispose());
    }
}
