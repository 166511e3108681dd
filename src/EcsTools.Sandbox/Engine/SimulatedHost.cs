using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Engine;

/// <summary>
/// Runs nothing: containers pass through their states and end with exit code 0 after a second. Containers of a service or with a port
/// keep running until they are stopped, as a server does.
/// </summary>
internal sealed class SimulatedHost : IContainerHost
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.2);

    private static readonly TimeSpan Work = TimeSpan.FromSeconds(1);

    private readonly SandboxClock _clock;

    public SimulatedHost(SandboxClock clock)
    {
        _clock = clock;
    }

    public ContainerRuntime Runtime => ContainerRuntime.Simulated;

    public async Task<TaskNetwork> OpenAsync(TaskPlan task, CancellationToken cancellationToken)
    {
        await _clock.DelayAsync(Step, cancellationToken).ConfigureAwait(false);
        return new TaskNetwork(null, []);
    }

    public async Task<ContainerImage> PullAsync(TaskPlan task, ImagePull image, CancellationToken cancellationToken)
    {
        await _clock.DelayAsync(Step, cancellationToken).ConfigureAwait(false);
        return new ContainerImage(image.Image, image.Stored?.Digest);
    }

    public async Task<IRunningContainer> StartAsync(ContainerStart start, CancellationToken cancellationToken)
    {
        await _clock.DelayAsync(Step, cancellationToken).ConfigureAwait(false);
        var serves = start.Task.OfService || start.Task.Containers.Any(container => container.Ports.Count > 0);
        start.Line(serves
            ? "[simulated] No Docker engine: nothing runs here until the task is stopped."
            : "[simulated] No Docker engine: nothing ran, and the container ends with exit code 0.");
        return new SimulatedContainer(_clock, serves && start.Container.Essential ? null : Work);
    }

    public Task CloseAsync(TaskPlan task) => Task.CompletedTask;

    public Task KillAsync() => Task.CompletedTask;

    public Task ShutdownAsync() => Task.CompletedTask;

    private sealed class SimulatedContainer : IRunningContainer
    {
        private readonly TaskCompletionSource<ContainerExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SimulatedContainer(SandboxClock clock, TimeSpan? work)
        {
            if (work is { } duration)
            {
                _ = EndAsync(clock, duration);
            }
        }

        public string RuntimeId { get; } = Guid.NewGuid().ToString("N") + "-" + "0";

        public Task<ContainerExit> Exited => _exit.Task;

        public Task<bool> RunsAsync() => Task.FromResult(!_exit.Task.IsCompleted);

        public Task<string> HealthAsync(CancellationToken cancellationToken) => Task.FromResult("HEALTHY");

        public Task StopAsync(TimeSpan grace)
        {
            // The exit code of a program that does not handle SIGTERM: 128 + 15.
            _exit.TrySetResult(new ContainerExit(143, OutOfMemory: false));
            return Task.CompletedTask;
        }

        private async Task EndAsync(SandboxClock clock, TimeSpan work)
        {
            await clock.DelayAsync(work, CancellationToken.None).ConfigureAwait(false);
            _exit.TrySetResult(new ContainerExit(0, OutOfMemory: false));
        }
    }
}
