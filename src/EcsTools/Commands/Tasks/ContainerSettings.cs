using System.Linq;
using System.Management.Automation;
using EcsTools.Network;
using EcsTools.Pipeline.Arguments;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Reads the parameters of a container.</summary>
internal static class ContainerSettings
{
    /// <summary>Adds what the parameters say to a request.</summary>
    public static T With<T>(this T request, IContainerSettings container)
        where T : ContainerRequest
        => (T)((ContainerRequest)request with
        {
            ImageUri = container.ImageUri,
            Ports = container.Port?.Select(port => TaskPort.Parse(port, container.Protocol.ToLowerInvariant())).ToList(),
            Environment = TextDictionary.From(container.Environment, nameof(container.Environment)),
            Secrets = TextDictionary.From(container.Secret, nameof(container.Secret)),
            EnvironmentFiles = container.EnvironmentFile,
            Command = container.Command,
            EntryPoint = container.EntryPoint,
            HealthCheck = new TaskHealthCheck
            {
                Command = container.HealthCheckCommand,
                Interval = container.HealthCheckInterval,
                Timeout = container.HealthCheckTimeout,
                Retries = container.HealthCheckRetries,
                StartPeriod = container.HealthCheckStartPeriod,
            },
            Volumes = container.Volume?.Select(TaskVolume.Parse).ToList(),
            Ulimits = container.Ulimit?.Select(TaskUlimit.Parse).ToList(),
            DependsOn = container.DependsOn?.Select(TaskDependency.Parse).ToList(),
            ContainerMemory = TaskSizeText.ParseMemory(container.ContainerMemory),
            ContainerCpu = container.ContainerCpu,
            StopTimeout = container.StopTimeout,
            User = container.User,
            WorkingDirectory = container.WorkingDirectory,
            ReadOnlyRootFilesystem = Given(container, nameof(container.ReadOnlyRootFilesystem), container.ReadOnlyRootFilesystem),
            InitProcess = Given(container, nameof(container.InitProcess), container.InitProcess),
            LogDriver = container.LogDriver,
            LogOptions = TextDictionary.From(container.LogOption, nameof(container.LogOption)),
        });

    private static bool? Given(IContainerSettings container, string parameter, SwitchParameter value)
        => container.IsGiven(parameter) ? value.ToBool() : null;
}
