using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>One task: its state, and what runs it until it is stopped. Read and changed under the lock of ECS.</summary>
internal sealed class EcsTask
{
    private readonly EcsContext _context;

    public EcsTask(EcsContext context, string arn)
    {
        _context = context;
        Arn = arn;
        var parts = arn.Split('/');
        Cluster = parts[parts.Length - 2];
        Id = parts[parts.Length - 1];
    }

    /// <summary>Raised after the task has changed, outside the lock.</summary>
    public event Action<EcsTask>? Changed;

    public string Arn { get; }

    public string Id { get; }

    /// <summary>Name of its cluster.</summary>
    public string Cluster { get; }

    public string DefinitionArn { get; init; } = "";

    public string Group { get; init; } = "";

    public string? StartedBy { get; init; }

    /// <summary>Its capacity provider, or null if it has the launch type FARGATE.</summary>
    public string? CapacityProvider { get; init; }

    public string AvailabilityZone { get; init; } = "";

    public string PlatformVersion { get; init; } = "";

    public string PlatformFamily { get; init; } = "";

    public string CpuArchitecture { get; init; } = "";

    /// <summary>How the sandbox runs it: Docker or Simulated.</summary>
    public string Runtime { get; init; } = "";

    public string Cpu { get; init; } = "";

    public string Memory { get; init; } = "";

    public long EphemeralStorageGiB { get; init; }

    public bool EnableExecuteCommand { get; init; }

    public TaskAttachment Attachment { get; init; } = new("", "");

    public IReadOnlyList<TaskContainer> Containers { get; init; } = [];

    public List<EcsTag> Tags { get; set; } = [];

    /// <summary>The member <c>overrides</c>, as answers show it. What the task really runs is in its plan.</summary>
    public JsonObject Overrides { get; init; } = [];

    public string LastStatus { get; set; } = EcsTaskStatus.Provisioning;

    public string DesiredStatus { get; set; } = EcsTaskStatus.Running;

    public string Health { get; set; } = HealthStatus.Unknown;

    public string? StopCode { get; set; }

    public string? StoppedReason { get; set; }

    /// <summary>Epoch seconds, like all times here.</summary>
    public double CreatedAt { get; init; }

    public double? ConnectedAt { get; set; }

    public double? PullStartedAt { get; set; }

    public double? PullStoppedAt { get; set; }

    public double? StartedAt { get; set; }

    public double? StoppingAt { get; set; }

    public double? ExecutionStoppedAt { get; set; }

    public double? StoppedAt { get; set; }

    /// <summary>Increases with each change.</summary>
    public long Version { get; set; } = 1;

    /// <summary>What runs the task, or null for a task of an earlier run of the sandbox.</summary>
    public TaskRun? Run { get; set; }

    public bool IsSimulated => Runtime == nameof(ContainerRuntime.Simulated);

    /// <summary>Where the TCP ports of the task are reached, by port of the task.</summary>
    public IReadOnlyDictionary<int, IPEndPoint> PublishedPorts()
    {
        var published = new Dictionary<int, IPEndPoint>();
        foreach (var port in Containers.SelectMany(container => container.Ports).Where(port => port.Protocol == "tcp"))
        {
            published[port.ContainerPort] = port.Host;
        }

        return published;
    }

    public TaskContainer Container(string name) => Containers.First(container => container.Name == name);

    /// <summary>Changes the task under the lock.</summary>
    public void Change(Action<EcsTask> change)
    {
        lock (_context.Gate)
        {
            change(this);
            Version++;
        }

        _context.NoteChange();
        Changed?.Invoke(this);
    }

    public void ChangeContainer(string name, Action<TaskContainer> change) => Change(task => change(task.Container(name)));

    /// <summary>Sets the health of a container, and that of the task: it is as healthy as its essential containers with a health check.</summary>
    public void SetHealth(TaskPlan plan, string container, string health)
    {
        Container(container).Health = health;
        var checks = plan.Containers
            .Where(planned => planned.Essential && planned.Health is not null)
            .Select(planned => Container(planned.Name).Health)
            .ToList();
        Health = checks.Contains(HealthStatus.Unhealthy) ? HealthStatus.Unhealthy
            : checks.Count > 0 && checks.TrueForAll(status => status == HealthStatus.Healthy) ? HealthStatus.Healthy
            : HealthStatus.Unknown;
    }

    /// <summary>A task that an earlier run of the sandbox left does not run any more.</summary>
    public void EndAfterRestart(double now)
    {
        if (LastStatus == EcsTaskStatus.Stopped)
        {
            return;
        }

        DesiredStatus = EcsTaskStatus.Stopped;
        LastStatus = EcsTaskStatus.Stopped;
        StopCode ??= "TerminationNotice";
        StoppedReason ??= "The sandbox that ran the task was stopped.";
        StoppingAt ??= now;
        ExecutionStoppedAt ??= now;
        StoppedAt ??= now;
        foreach (var container in Containers)
        {
            container.LastStatus = EcsTaskStatus.Stopped;
        }
    }
}
