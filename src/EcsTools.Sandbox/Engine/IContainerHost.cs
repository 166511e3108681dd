using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>Runs the containers of tasks: a Docker engine, or a simulation.</summary>
internal interface IContainerHost
{
    /// <summary>How tasks run on this host.</summary>
    ContainerRuntime Runtime { get; }

    /// <summary>Creates the network that the containers of a task share.</summary>
    Task<TaskNetwork> OpenAsync(TaskPlan task, CancellationToken cancellationToken);

    /// <summary>Pulls the image of a container.</summary>
    Task<ContainerImage> PullAsync(TaskPlan task, ImagePull image, CancellationToken cancellationToken);

    Task<IRunningContainer> StartAsync(ContainerStart start, CancellationToken cancellationToken);

    /// <summary>Removes everything that is left of the task.</summary>
    Task CloseAsync(TaskPlan task);

    /// <summary>Kills all containers at once, without a grace period.</summary>
    Task KillAsync();

    /// <summary>Removes everything that this sandbox created on the host. Called last.</summary>
    Task ShutdownAsync();
}
