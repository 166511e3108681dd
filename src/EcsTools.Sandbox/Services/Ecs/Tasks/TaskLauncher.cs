using System;
using System.Linq;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Starts tasks of checked requests. Used under the lock of ECS.</summary>
internal sealed class TaskLauncher
{
    private readonly EcsContext _context;
    private readonly TaskStore _tasks;
    private readonly TaskHost _host;
    private readonly EcsDependencies _dependencies;

    public TaskLauncher(EcsContext context, TaskStore tasks, TaskHost host, EcsDependencies dependencies)
    {
        _context = context;
        _tasks = tasks;
        _host = host;
        _dependencies = dependencies;
    }

    /// <summary>Starts one task of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="capacityProvider">The capacity provider, or null for the launch type FARGATE.</param>
    public EcsTask Start(TaskRequest request, string? capacityProvider)
    {
        var id = Guid.NewGuid().ToString("N");
        var plan = request.Plan(id);
        var task = New(request, plan, capacityProvider);
        _tasks.Add(task);
        var run = new TaskRun(task, plan, request.Placement, _host.Containers, _dependencies, _context.Clock);
        task.Run = run;
        run.Begin();
        return task;
    }

    private EcsTask New(TaskRequest request, TaskPlan plan, string? capacityProvider)
        => new(_context, _context.Names.TaskArn(request.Cluster, plan.Id))
        {
            DefinitionArn = request.Definition.Arn,
            Group = request.Group,
            StartedBy = request.StartedBy,
            CapacityProvider = capacityProvider,
            AvailabilityZone = request.Placement.AvailabilityZone,
            PlatformVersion = request.PlatformVersion,
            PlatformFamily = request.Definition.OperatingSystemFamily is { } family and not "LINUX" ? family : "Linux",
            CpuArchitecture = plan.Platform.EndsWith("arm64", StringComparison.Ordinal) ? "arm64" : "x86_64",
            Runtime = _host.Runtime.ToString(),
            Cpu = Text(plan.Cpu),
            Memory = Text(plan.Memory),
            EphemeralStorageGiB = request.EphemeralStorageGiB,
            EnableExecuteCommand = request.EnableExecuteCommand,
            Attachment = new TaskAttachment(Guid.NewGuid().ToString(), request.Placement.SubnetId),
            Containers = plan.Containers.Select(container => New(request.Cluster, plan.Id, container)).ToList(),
            Tags = request.Tags.ToList(),
            Overrides = request.Overrides.Describe(plan.Containers.Select(container => container.Name)),
            CreatedAt = _context.Clock.EpochSeconds,
        };

    private TaskContainer New(string cluster, string task, ContainerPlan container) => new()
    {
        Arn = _context.Names.ContainerArn(cluster, task),
        Name = container.Name,
        Image = container.Image,
        Cpu = Text(container.Cpu),
        Memory = container.Memory is { } memory ? Text(memory) : null,
        MemoryReservation = container.MemoryReservation is { } reservation ? Text(reservation) : null,
    };

    private static string Text(long number) => FormattableString.Invariant($"{number}");
}
