using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The life of one container of a task: it waits for its dependencies, starts, is watched, and ends.</summary>
internal sealed class ContainerRun
{
    private static readonly TimeSpan HealthPoll = TimeSpan.FromMilliseconds(250);

    private readonly EcsTask _task;
    private readonly TaskPlan _plan;
    private readonly IContainerHost _host;
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ContainerExit?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ContainerImage? _image;
    private volatile IRunningContainer? _running;

    public ContainerRun(EcsTask task, TaskPlan plan, ContainerPlan container, IContainerHost host)
    {
        _task = task;
        _plan = plan;
        Container = container;
        _host = host;
    }

    public ContainerPlan Container { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; set; } = [];

    /// <summary>Where its output goes, or null for nowhere.</summary>
    public ContainerLog? Log { get; set; }

    /// <summary>The agent of ECS Exec that starts with the container, or null for none.</summary>
    public ExecAgent? Agent { get; set; }

    /// <summary>The container if it runs, or null.</summary>
    public IRunningContainer? Running => _running is { Exited.IsCompleted: false } running ? running : null;

    /// <summary>Completes when the container runs (true) or never will (false).</summary>
    public Task<bool> Started => _started.Task;

    public async Task PullAsync(ImagePull pull, CancellationToken stop)
    {
        try
        {
            _image = await _host.PullAsync(_plan, pull, stop).ConfigureAwait(false);
        }
        catch (TaskStartException failure) when (failure.Container is null)
        {
            throw TaskStartException.CannotPull(Container.Name, failure.Message);
        }

        if (_image.Digest is { } digest)
        {
            Change(container => container.ImageDigest = digest);
        }
    }

    /// <summary>Runs the container to its end. Throws if it cannot start.</summary>
    public async Task LiveAsync(IReadOnlyDictionary<string, ContainerRun> others, Action endOfEssential, CancellationToken stop)
    {
        ContainerExit? exit = null;
        try
        {
            foreach (var dependency in Container.DependsOn)
            {
                await AwaitAsync(others[dependency.Container], dependency.Condition, stop).ConfigureAwait(false);
            }

            exit = await RunAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            Log?.Dispose();
            _started.TrySetResult(false);
            _ended.TrySetResult(exit);
        }

        if (Container.Essential)
        {
            endOfEssential();
        }
    }

    /// <summary>Stops the container after those that depend on it.</summary>
    public async Task StopAsync(IReadOnlyDictionary<string, ContainerRun> others)
    {
        if (_running is not { } running)
        {
            return;
        }

        var dependents = others.Values.Where(other => other.Container.DependsOn.Any(item => item.Container == Container.Name));
        await Task.WhenAll(dependents.Select(other => other._running is null ? Task.CompletedTask : other._ended.Task)).ConfigureAwait(false);
        if (!running.Exited.IsCompleted)
        {
            await running.StopAsync(Container.StopTimeout).ConfigureAwait(false);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private async Task<ContainerExit> RunAsync(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var start = new ContainerStart(_plan, Container, _image!, Environment, line => Log?.Write(line));
            var running = _running = await _host.StartAsync(start, stop).ConfigureAwait(false);
            var since = DateTimeOffset.UtcNow;
            Change(container =>
            {
                container.RuntimeId = running.RuntimeId;
                container.LastStatus = EcsTaskStatus.Running;
                container.Agent = Agent;
            });
            _started.TrySetResult(true);
            if (stop.IsCancellationRequested)
            {
                // The task may have been stopped before it could see this container.
                await running.StopAsync(Container.StopTimeout).ConfigureAwait(false);
            }

            var exit = await WatchAsync(running).ConfigureAwait(false);
            if (stop.IsCancellationRequested || !IsRestarted(exit, DateTimeOffset.UtcNow - since))
            {
                NoteExit(exit);
                return exit;
            }
        }
    }

    private bool IsRestarted(ContainerExit exit, TimeSpan lived)
        => Container.Restart is { } restart && lived >= restart.AttemptPeriod && !restart.IgnoredExitCodes.Contains(exit.Code);

    private async Task<ContainerExit> WatchAsync(IRunningContainer running)
    {
        using var ended = new CancellationTokenSource();
        var health = Container.Health is null ? Task.CompletedTask : WatchHealthAsync(running, ended.Token);
        var exit = await running.Exited.ConfigureAwait(false);
        ended.Cancel();
        await health.ConfigureAwait(false);
        return exit;
    }

    private async Task WatchHealthAsync(IRunningContainer running, CancellationToken ended)
    {
        var last = HealthStatus.Unknown;
        try
        {
            while (!ended.IsCancellationRequested)
            {
                var health = await running.HealthAsync(ended).ConfigureAwait(false);
                if (health != last)
                {
                    last = health;
                    _task.Change(task => task.SetHealth(_plan, Container.Name, health));
                }

                if (health == HealthStatus.Healthy)
                {
                    _healthy.TrySetResult(true);
                }

                await Task.Delay(HealthPoll, ended).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The container has ended.
        }
    }

    /// <summary>Waits until another container meets the condition of a dependency.</summary>
    private async Task AwaitAsync(ContainerRun other, string condition, CancellationToken stop)
    {
        var met = condition switch
        {
            "START" => other._started.Task,
            "HEALTHY" => other._healthy.Task,
            _ => (Task)other._ended.Task,
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var timeout = Task.Delay(other.Container.StartTimeout, patience.Token);
        var first = await Task.WhenAny(met, other._ended.Task, timeout).ConfigureAwait(false);
        patience.Cancel();
        stop.ThrowIfCancellationRequested();
        if (first == timeout)
        {
            throw Unmet(other, condition, "it did not get there within its start timeout");
        }

        // A container that has ended was started; it is healthy or complete only if it really is.
        var exit = other._ended.Task.IsCompleted ? await other._ended.Task.ConfigureAwait(false) : null;
        var ok = condition switch
        {
            "SUCCESS" => exit?.Code == 0,
            "COMPLETE" => exit is not null,
            "HEALTHY" => met.IsCompleted,
            _ => other._running is not null,
        };
        if (!ok)
        {
            throw Unmet(other, condition, exit is null ? "it never started" : FormattableString.Invariant($"it ended with exit code {exit.Code}"));
        }
    }

    private TaskStartException Unmet(ContainerRun other, string condition, string because) => new(
        "Task failed to start",
        Container.Name,
        $"DependencyError: container '{Container.Name}' waits for '{other.Container.Name}' to be {condition}, but {because}");

    private void NoteExit(ContainerExit exit) => Change(container =>
    {
        container.LastStatus = EcsTaskStatus.Stopped;
        container.ExitCode = exit.Code;
        if (exit.OutOfMemory)
        {
            container.Reason = "OutOfMemoryError: Container killed due to memory usage";
        }
    });

    private void Change(Action<TaskContainer> change) => _task.ChangeContainer(Container.Name, change);
}
