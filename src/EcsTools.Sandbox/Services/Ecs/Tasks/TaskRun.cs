using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>
/// The life of one task, from PROVISIONING to STOPPED. Only the first reason to stop counts.
/// </summary>
internal sealed class TaskRun : IDisposable
{
    private readonly EcsTask _task;
    private readonly TaskPlacement _placement;
    private readonly IContainerHost _host;
    private readonly EcsDependencies _dependencies;
    private readonly SandboxClock _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, ContainerRun> _containers;
    private Task _lives = Task.CompletedTask;
    private int _stopping;

    public TaskRun(EcsTask task, TaskPlan plan, TaskPlacement placement, IContainerHost host, EcsDependencies dependencies, SandboxClock clock)
    {
        _task = task;
        Plan = plan;
        _placement = placement;
        _host = host;
        _dependencies = dependencies;
        _clock = clock;
        _containers = plan.Containers.ToDictionary(
            container => container.Name, container => new ContainerRun(task, plan, container, host), StringComparer.Ordinal);
    }

    public TaskPlan Plan { get; }

    /// <summary>What must drain before the containers are stopped, or null for nothing.</summary>
    public IConnectionDraining? Draining { get; set; }

    /// <summary>Completes when the task is STOPPED and everything it had is removed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Begin() => Ended = Task.Run(LiveAsync);

    /// <summary>Requests the task to stop, with <c>UserInitiated</c> or another stop code of ECS.</summary>
    public void RequestStop(string code, string reason)
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0)
        {
            return;
        }

        _task.Change(task =>
        {
            task.DesiredStatus = EcsTaskStatus.Stopped;
            task.StopCode = code;
            task.StoppedReason = reason;
            task.StoppingAt = _clock.EpochSeconds;
        });
        _stop.Cancel();
    }

    /// <summary>A container of the task if it runs, or null.</summary>
    public IRunningContainer? Running(string container) => _containers.TryGetValue(container, out var run) ? run.Running : null;

    /// <summary>The containers that run now.</summary>
    public IReadOnlyList<IRunningContainer> RunningContainers
        => _containers.Values.Select(run => run.Running).OfType<IRunningContainer>().ToList();

    /// <summary>Whether every essential container runs at this moment, by the engine itself.</summary>
    public async Task<bool> RunsAsync()
    {
        foreach (var run in _containers.Values.Where(run => run.Container.Essential))
        {
            if (run.Running is not { } running || !await running.RunsAsync().ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

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
            // The task was stopped while it started. It already has the reason.
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
        var card = _dependencies.Network.Attach(_placement, _task.Arn, network.Address);
        _task.Change(task =>
        {
            Attach(task, network, card);
            task.ConnectedAt = _clock.EpochSeconds;
            task.LastStatus = EcsTaskStatus.Pending;
        });
        await PrepareAsync(stop).ConfigureAwait(false);
        _task.Change(task => task.LastStatus = EcsTaskStatus.Activating);
        await RunContainersAsync(stop).ConfigureAwait(false);
    }

    private void Attach(EcsTask task, TaskNetwork network, AttachedInterface card)
    {
        task.Attachment.Status = "ATTACHED";
        task.Attachment.Interface = card;
        foreach (var planned in Plan.Containers)
        {
            var container = task.Container(planned.Name);
            container.PrivateAddress = card.PrivateAddress;
            container.Ports = network.Ports
                .Where(port => planned.Ports.Any(own => own.Port == port.ContainerPort && own.Protocol == port.Protocol))
                .ToList();
        }
    }

    /// <summary>Prepares secrets, logs and images. A failure here fails the task before any container has run.</summary>
    private async Task PrepareAsync(CancellationToken stop)
    {
        foreach (var run in _containers.Values)
        {
            run.Environment = _dependencies.Environment(Plan, run.Container);
        }

        var pulls = _containers.Values.Select(run => (Run: run, Pull: _dependencies.Images.Resolve(Plan, run.Container))).ToList();
        foreach (var run in _containers.Values)
        {
            run.Agent = Plan.EnableExecuteCommand ? new ExecAgent(_dependencies.MayExec(Plan) ? _clock.EpochSeconds : null) : null;
            run.Log = run.Container.Logs is { } log ? _dependencies.Logs.Open(log, Plan) : null;
        }

        _task.Change(task => task.PullStartedAt = _clock.EpochSeconds);
        await Task.WhenAll(pulls.Select(item => item.Run.PullAsync(item.Pull, stop))).ConfigureAwait(false);
        _task.Change(task => task.PullStoppedAt = _clock.EpochSeconds);
    }

    /// <summary>Ends when the first essential container ends, or when the task is to stop.</summary>
    private async Task RunContainersAsync(CancellationToken stop)
    {
        _lives = Task.WhenAll(_containers.Values.Select(run => LiveAsync(run, stop)).ToList());
        var started = await Task.WhenAll(_containers.Values.Select(run => run.Started)).ConfigureAwait(false);
        if (started.All(run => run))
        {
            _task.Change(task =>
            {
                task.LastStatus = EcsTaskStatus.Running;
                task.StartedAt = _clock.EpochSeconds;
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
            _task.ChangeContainer(name, container => container.Reason = failure.ContainerReason);
        }

        RequestStop("TaskFailedToStart", failure.Message);
    }

    private async Task EndAsync()
    {
        RequestStop("EssentialContainerExited", "Essential container in task exited");
        _task.Change(task => task.LastStatus = EcsTaskStatus.Deactivating);
        if (Draining is { } draining)
        {
            await draining.DrainAsync().ConfigureAwait(false);
        }

        _task.Change(task => task.LastStatus = EcsTaskStatus.Stopping);
        await Task.WhenAll(_containers.Values.Select(run => run.StopAsync(_containers))).ConfigureAwait(false);
        await _lives.ConfigureAwait(false);
        _task.Change(task =>
        {
            task.ExecutionStoppedAt = _clock.EpochSeconds;
            task.LastStatus = EcsTaskStatus.Deprovisioning;
        });
        try
        {
            await _host.CloseAsync(Plan).ConfigureAwait(false);
        }
        finally
        {
            if (_task.Attachment.Interface is { } card)
            {
                _dependencies.Network.Release(card.Id);
            }

            _task.Change(task =>
            {
                task.Attachment.Status = "DELETED";
                foreach (var container in task.Containers)
                {
                    container.LastStatus = EcsTaskStatus.Stopped;
                }

                task.LastStatus = EcsTaskStatus.Stopped;
                task.StoppedAt = _clock.EpochSeconds;
            });
        }
    }
}
