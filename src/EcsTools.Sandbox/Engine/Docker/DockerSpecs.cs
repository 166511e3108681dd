using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>A task in the engine: one container that owns the network, and the containers of the task.</summary>
internal sealed class DockerSpecs
{
    private const long MiB = 1024 * 1024;

    private readonly DockerLabels _marks;
    private readonly SystemInfoResponse _engine;

    public DockerSpecs(DockerLabels marks, SystemInfoResponse engine)
    {
        _marks = marks;
        _engine = engine;
    }

    /// <summary>The container that owns the network of a task and publishes its ports.</summary>
    /// <param name="task">The task.</param>
    /// <param name="address">The address of the engine's host at which the ports are published.</param>
    /// <param name="samePorts">Whether the published ports are those of the containers; otherwise the engine picks free ones.</param>
    public CreateContainerParameters Network(TaskPlan task, IPAddress address, bool samePorts)
    {
        var ports = task.Containers.SelectMany(container => container.Ports).Distinct()
            .ToDictionary(port => string.Format(CultureInfo.InvariantCulture, "{0}/{1}", port.Port, port.Protocol), port => port);
        return new CreateContainerParameters
        {
            Name = _marks.NetworkOwner(task),
            Image = PauseImage.Name,
            Labels = _marks.Labels(task.Id),
            ExposedPorts = ports.ToDictionary(port => port.Key, _ => default(EmptyStruct)),
            HostConfig = new HostConfig
            {
                NetworkMode = _marks.Network,
                PortBindings = ports.ToDictionary(port => port.Key, port => (IList<PortBinding>)
                [
                    new PortBinding { HostIP = address.ToString(), HostPort = samePorts ? port.Value.Port.ToString(CultureInfo.InvariantCulture) : "" },
                ]),
                ExtraHosts = ["host.docker.internal:host-gateway"],
                LogConfig = new LogConfig { Type = "none" },
            },

            // Tasks of the sandbox find each other by family, http://web for one; on AWS that takes Service Connect or a name in Cloud Map.
            NetworkingConfig = new NetworkingConfig
            {
                EndpointsConfig = new Dictionary<string, EndpointSettings> { [_marks.Network] = new EndpointSettings { Aliases = [task.Family] } },
            },
        };
    }

    public CreateContainerParameters Container(ContainerStart start)
    {
        var (task, container) = (start.Task, start.Container);
        var labels = container.Labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);
        foreach (var mark in _marks.Labels(task.Id))
        {
            labels[mark.Key] = mark.Value;
        }

        return new CreateContainerParameters
        {
            Name = _marks.ContainerName(task, container.Name),
            Image = start.Image.Reference,
            Labels = labels,
            Entrypoint = container.EntryPoint?.ToList(),
            Cmd = container.Command?.ToList(),
            Env = start.Environment.Select(variable => variable.Key + "=" + variable.Value).ToList(),
            WorkingDir = container.WorkingDirectory,
            User = container.User,
            Tty = container.Terminal,
            OpenStdin = container.Interactive,
            StopTimeout = container.StopTimeout,
            Healthcheck = Health(container.Health),
            HostConfig = Host(task, container),
        };
    }

    private HostConfig Host(TaskPlan task, ContainerPlan container)
    {
        var memory = (container.Memory ?? task.Memory) * MiB;
        return new HostConfig
        {
            NetworkMode = "container:" + _marks.NetworkOwner(task),
            LogConfig = new LogConfig { Type = "json-file" },
            Memory = _engine.MemoryLimit ? memory : 0,
            MemorySwap = _engine.MemoryLimit && _engine.SwapLimit ? memory : 0,
            MemoryReservation = _engine.MemoryLimit && container.MemoryReservation is { } reservation ? reservation * MiB : 0,
            NanoCPUs = _engine.CPUCfsQuota ? Math.Min(task.Cpu * 1_000_000_000L / 1024, _engine.NCPU * 1_000_000_000L) : 0,
            CPUShares = _engine.CPUShares ? Math.Max(container.Cpu, 2) : 0,
            ReadonlyRootfs = container.ReadOnlyRoot,
            Init = container.Init,
            CapAdd = container.AddedCapabilities.ToList(),
            CapDrop = container.DroppedCapabilities.ToList(),
            Ulimits = container.Ulimits.Select(limit => new Ulimit { Name = limit.Name, Soft = limit.Soft, Hard = limit.Hard }).ToList(),
            Mounts = container.Mounts.Select(mount => new Mount
            {
                Type = "volume",
                Source = _marks.VolumeName(task, mount.Volume),
                Target = mount.Path,
                ReadOnly = mount.ReadOnly,
                VolumeOptions = new VolumeOptions { Labels = _marks.Labels(task.Id) },
            }).ToList(),
            VolumesFrom = container.VolumesFrom
                .Select(from => _marks.ContainerName(task, from.Key) + (from.Value ? ":ro" : ":rw")).ToList(),
        };
    }

    private static HealthConfig? Health(HealthPlan? health) => health is null ? null : new HealthConfig
    {
        Test = health.Command.ToList(),
        Interval = health.Interval,
        Timeout = health.Timeout,
        Retries = health.Retries,
        StartPeriod = health.StartPeriod.Ticks * 100,
    };
}
