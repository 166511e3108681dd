using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;

namespace EcsTools.Compose.Mapping;

/// <summary>What a service does with its tasks, and how they are replaced.</summary>
internal sealed class DeploymentMapper
{
    private readonly MappingContext _context;
    private readonly DependencyMapper _dependencies;

    public DeploymentMapper(MappingContext context, DependencyMapper dependencies)
    {
        _context = context;
        _dependencies = dependencies;
    }

    /// <summary>What the service does with its tasks.</summary>
    public AppServiceKind Kind(ServiceGroup group)
    {
        var (service, extension) = (group.Main, group.Main.Fargate);
        var isRunOnce = extension.RunOnce?.Value == true || _dependencies.IsAwaited(service);
        if (extension.Schedule is { } schedule)
        {
            if (isRunOnce)
            {
                _context.Error(
                    schedule.Position ?? service.Position, $"services.{service.Name} has a schedule, and others wait for its end or runOnce is true",
                    "Remove one of the two.");
            }

            Forbid(service, "schedule", extension.Route is not null ? "route" : extension.Scaling is not null ? "scaling" : null);
            return AppServiceKind.Scheduled;
        }

        if (isRunOnce)
        {
            Forbid(service, "runOnce", extension.Route is not null ? "route" : extension.Scaling is not null ? "scaling" : null);
            return AppServiceKind.RunOnce;
        }

        foreach (var container in group.All)
        {
            Restart(container, group);
        }

        return AppServiceKind.Service;
    }

    /// <summary>The minimum and maximum percent of the tasks during a deployment.</summary>
    public (int? Minimum, int? Maximum) Percents(ComposeService service)
    {
        var deploy = service.Deploy;
        if (deploy.Order is { } order && order.Value is not ("stop-first" or "start-first"))
        {
            _context.Error(order.Position, $"services.{service.Name}.deploy.update_config.order is '{UntrustedText.Sanitize(order.Value)}'",
                "Use stop-first or start-first.");
        }

        if (deploy.Order is null && deploy.Parallelism is null)
        {
            return (null, null);
        }

        var count = Math.Max(1, deploy.Replicas?.Value ?? 1);
        var together = deploy.Parallelism is { Value: > 0 } parallelism ? Math.Min(count, parallelism.Value) : deploy.Parallelism is null ? 1 : count;
        return deploy.Order?.Value == "start-first" ? (100, 100 + Percent(together, count)) : (100 - Percent(together, count), 100);
    }

    /// <summary>What belongs to a task as a whole cannot be said of a sidecar.</summary>
    public void Sidecar(ComposeService sidecar, ServiceGroup group)
    {
        var extension = sidecar.Fargate;
        var wrong = new (string Key, bool IsGiven)[]
        {
            ("route", extension.Route is not null), ("schedule", extension.Schedule is not null), ("scaling", extension.Scaling is not null),
            ("spot", extension.SpotWeight is not null), ("before", extension.Before is not null), ("runOnce", extension.RunOnce is not null),
            ("cpu", extension.Cpu is not null), ("memory", extension.Memory is not null), ("ephemeralStorage", extension.EphemeralStorage is not null),
            ("taskRole", extension.TaskRole is not null), ("executionRole", extension.ExecutionRole is not null), ("strategy", extension.Strategy is not null),
            ("healthCheckGracePeriod", extension.HealthCheckGracePeriod is not null), ("enableExecuteCommand", extension.EnableExecuteCommand is not null),
        }.FirstOrDefault(one => one.IsGiven).Key;
        if (wrong is not null)
        {
            _context.Error(
                extension.Position ?? sidecar.Position, $"services.{sidecar.Name} is a sidecar, and x-fargate.{wrong} is about the whole task",
                $"Write it in services.{group.Main.Name}.");
        }

        if (sidecar.Deploy.Replicas is { Value: not 1 } replicas)
        {
            _context.Error(
                replicas.Position, $"services.{sidecar.Name} is a sidecar, and a task has one container of it",
                $"Set the number of tasks in services.{group.Main.Name}.");
        }
    }

    private static int Percent(int part, int count) => (int)Math.Ceiling(100d * part / count);

    private void Forbid(ComposeService service, string kind, string? key)
    {
        if (key is not null)
        {
            _context.Error(
                service.Fargate.Position ?? service.Position,
                $"services.{service.Name} has {kind}, and x-fargate.{key} is for a service that runs all the time", "Remove one of the two.");
        }
    }

    private void Restart(ComposeService service, ServiceGroup group)
    {
        var policy = service.Deploy.RestartCondition ?? service.Restart;
        if (policy is not { } given || given.Value is "always" or "unless-stopped" or "any" || service.Fargate.Essential?.Value == false
            || _dependencies.IsAwaited(service))
        {
            return;
        }

        var isKnown = given.Value is "no" or "none" or "false" || given.Value.StartsWith("on-failure", StringComparison.Ordinal);
        if (!isKnown)
        {
            _context.Error(
                given.Position, $"services.{service.Name} has the restart policy '{UntrustedText.Sanitize(given.Value)}'",
                "Use no, always, on-failure or unless-stopped.");
            return;
        }

        _context.Warn(
            given.Position,
            $"services.{service.Name} is not always restarted in Docker, and ECS starts a task again whenever "
                + (service == group.Main ? "it ends" : "its container ends"),
            service == group.Main ? "If it is a job, write x-fargate: { runOnce: true } or give it a schedule."
                : "If the task can go on without the container, write essential: false.");
    }
}
