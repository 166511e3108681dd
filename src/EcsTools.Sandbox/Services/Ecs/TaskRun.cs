using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Exec;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>
/// The life of one task, from PROVISIONING to STOPPED, on whatever runs containers here. The first reason to stop is the one that counts.
/// </summary>
internal sealed class TaskRun : IDisposable
{
    private readonly EcsTask _task;
    private readonly TaskPlacement _placement;
    private readonly IContainerHost _host;
    private readonly EcsNeighbours _neighbours;
    private readonly SandboxClock _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, ContainerRun> _containers;
    private Task _lives = Task.CompletedTask;
    private int _stopping;

    public TaskRun(EcsTask task, TaskPlan plan, TaskPlacement placement, IContainerHost host, EcsNeighbours neighbours, SandboxClock clock)
    {
        _task = task;
        Plan = plan;
        _placement = placement;
        _host = host;
        _neighbours = neighbours;
        _clock = clock;
        _containers = plan.Containers.ToDictionary(
            container => container.Name, container => new ContainerRun(task, plan, container, host), StringComparer.Ordinal);
    }

    public TaskPlan Plan { get; }

    /// <summary>Waits until the task has answered what it was asked: what load balancers need before its containers are stopped.</summary>
    public Func<Task> Drain { get; set; } = () => Task.CompletedTask;

    /// <summary>Completes when the task is STOPPED and nothing of it is left.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Begin() => Ended = Task.Run(LiveAsync);

    /// <summary>Asks the task to stop, as <c>UserInitiated</c> or another stop code of ECS.</summary>
    public void RequestStop(string code, string reason)
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0)
        {
            return;
        }

        _task.Change(wire =>
        {
            wire["desiredStatus"] = EcsTaskStatus.Stopped;
            wire["stopCode"] = code;
            wire["stoppedReason"] = reason;
            wire["stoppingAt"] = _clock.EpochSeconds;
        });
        _stop.Cancel();
    }

    /// <summary>A container of the task while it runs, or null.</summary>
    public IRunningContainer? Running(string container) => _containers.TryGetValue(container, out var run) ? run.Running : null;

    /// <summary>Those of its containers that run now.</summary>
    public IReadOnlyList<IRunningContainer> RunningContainers
        => _containers.Values.Select(run => run.Running).OfType<IRunningContainer>().ToList();

    public void Dispose() => _stop.Dispose();

    private async Task LiveAsync()
    {
        try
        {
            await StartAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (TaskStartException failure)
        {
            NoteFailure(failure);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop while it started; the reason is on the task already.
        }
        catch (Exception unexpected)
        {
            RequestStop("TaskFailedToStart", "InternalError: " + unexpected.Message);
        }

        await EndAsync().ConfigureAwait(false);
    }

    private async Task StartAsync(CancellationToken stop)
    {
        var network = await _host.OpenAsync(Plan, stop).ConfigureAwait(false);
        var card = _neighbours.Attach(_placement, _task.Arn, network.Address);
        _task.Change(wire =>
        {
            TaskNetworkDetails.Attach(wire, network, card, Plan);
            wire["connectivity"] = "CONNECTED";
            wire["connectivityAt"] = _clock.EpochSeconds;
            wire["lastStatus"] = EcsTaskStatus.Pending;
        });
        await PrepareAsync(stop).ConfigureAwait(false);
        _task.Change(wire => wire["lastStatus"] = EcsTaskStatus.Activating);
        await RunContainersAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Secrets, logs and images: what fails here fails the task before anything of it ran.</summary>
    private async Task PrepareAsync(CancellationToken stop)
    {
        foreach (var run in _containers.Values)
        {
            run.Environment = _neighbours.Environment(Plan, run.Container);
        }

        var pulls = _containers.Values.Select(run => (Run: run, Pull: _neighbours.Resolve(Plan, run.Container))).ToList();
        foreach (var run in _containers.Values)
        {
            run.Agent = Plan.EnableExecuteCommand
                ? ExecAgent.Describe(_neighbours.MayExec(Plan) ? "RUNNING" : "STOPPED", _clock.EpochSeconds) : null;
            run.Line = run.Container.Logs is { } log ? _neighbours.OpenLog(log, Plan) : _ => { };
        }

        _task.Change(wire => wire["pullStartedAt"] = _clock.EpochSeconds);
        await Task.WhenAll(pulls.Select(item => item.Run.PullAsync(item.Pull, stop))).ConfigureAwait(false);
        _task.Change(wire => wire["pullStoppedAt"] = _clock.EpochSeconds);
    }

    /// <summary>Ends when the task is to stop: with the first essential container, or when it is asked to.</summary>
    private async Task RunContainersAsync(CancellationToken stop)
    {
        _lives = Task.WhenAll(_containers.Values.Select(run => LiveAsync(run, stop)).ToList());
        var started = await Task.WhenAll(_containers.Values.Select(run => run.Started)).ConfigureAwait(false);
        if (started.All(run => run))
        {
            _task.Change(wire =>
            {
                wire["lastStatus"] = EcsTaskStatus.Running;
                wire["startedAt"] = _clock.EpochSeconds;
            });
        }

        await Task.WhenAny(_lives, Task.Delay(Timeout.Infinite, stop)).ConfigureAwait(false);
    }

    private async Task LiveAsync(ContainerRun run, CancellationToken stop)
    {
        try
        {
            await run.LiveAsync(_containers, EndOfEssential, stop).ConfigureAwait(false);
        }
        catch (TaskStartException failure)
        {
            NoteFailure(failure);
        }
        catch (OperationCanceledException)
        {
            // The task stops before this container has started.
        }
        catch (Exception unexpected)
        {
            RequestStop("TaskFailedToStart", "InternalError: " + unexpected.Message);
        }
    }

    private void EndOfEssential() => RequestStop("EssentialContainerExited", "Essential container in task exited");

    private void NoteFailure(TaskStartException failure)
    {
        if (failure.Container is { } name)
        {
            _task.ChangeContainer(name, container => container["reason"] = failure.ContainerReason);
        }

        RequestStop("TaskFailedToStart", failure.Message);
    }

    private async Task EndAsync()
    {
        RequestStop("EssentialContainerExited", "Essential container in task exited");
        _task.Change(wire => wire["lastStatus"] = EcsTaskStatus.Deactivating);
        await Drain().ConfigureAwait(false);
        _task.Change(wire => wire["lastStatus"] = EcsTaskStatus.Stopping);
        await Task.WhenAll(_containers.Values.Select(run => run.StopAsync(_containers))).ConfigureAwait(false);
        await _lives.ConfigureAwait(false);
        _task.Change(wire =>
        {
            wire["executionStoppedAt"] = _clock.EpochSeconds;
            wire["lastStatus"] = EcsTaskStatus.Deprovisioning;
        });
        try
        {
            await _host.CloseAsync(Plan).ConfigureAwait(false);
        }
        finally
        {
            _neighbours.Release(TaskNetworkDetails.InterfaceId(_task.Wire));
            _task.Change(wire =>
            {
                TaskNetworkDetails.Detach(wire);
                foreach (var container in wire.Objects("containers"))
                {
                    container["lastStatus"] = EcsTaskStatus.Stopped;
                }

                wire["lastStatus"] = EcsTaskStatus.Stopped;
                wire["stoppedAt"] = _clock.EpochSeconds;
            });
        }
    }
}
