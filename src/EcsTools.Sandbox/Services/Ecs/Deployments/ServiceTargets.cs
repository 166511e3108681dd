using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>
/// The tasks of services as targets of load balancers: registered when they run, asked for their health, drained before they stop.
/// </summary>
internal sealed class ServiceTargets
{
    private readonly SandboxCloud _cloud;
    private readonly EcsState _state;

    public ServiceTargets(SandboxCloud cloud, EcsState state)
    {
        _cloud = cloud;
        _state = state;
    }

    private IServiceTraffic? Traffic => _cloud.Services.OfType<IServiceTraffic>().FirstOrDefault();

    /// <summary>Registers a running task with the target groups of its deployment, once.</summary>
    public void Register(ServiceRecord service, ServiceTask task)
    {
        if (task.Targets is not null || Traffic is not { } traffic)
        {
            return;
        }

        task.Targets = ServiceRevisions.TargetGroups(task.Deployment.Revision)
            .Where(group => traffic.HasTargetGroup(group.Arn))
            .Select(group => (group.Arn, TargetOf(task.Task, group.Container, group.Port)))
            .ToList();
        foreach (var (group, target) in task.Targets)
        {
            traffic.Register(group, target);
            service.Events.Registered(group);
        }

        if (task.Targets.Count > 0 && task.Task.Run is { } run)
        {
            run.Drain = () => DrainAsync(service, task, traffic);
        }
    }

    /// <summary>The target group in which the task is worst off, and how; null for a task that is no target.</summary>
    public (string Group, TargetHealth Health, int Port)? Health(ServiceTask task)
    {
        if (task.Targets is not { Count: > 0 } targets || Traffic is not { } traffic)
        {
            return null;
        }

        return targets
            .Select(item => (item.Group, Health: traffic.Health(item.Group, item.Target), item.Target.Port))
            .OrderBy(item => item.Health switch { TargetHealth.Unhealthy => 0, TargetHealth.Initial => 1, _ => 2 })
            .First();
    }

    /// <summary>
    /// Gives a deployment this share of the production traffic of its listener rules, or of their test traffic; another has the rest.
    /// </summary>
    public void Shift(Deployment to, Deployment? from, double percent, bool test)
    {
        if (Traffic is not { } traffic)
        {
            return;
        }

        foreach (var balancer in to.Revision.Objects("loadBalancers"))
        {
            if (balancer.Object("advancedConfiguration") is not { } advanced
                || advanced.Text(test ? "testListenerRule" : "productionListenerRule") is not { Length: > 0 } rule)
            {
                continue;
            }

            var own = balancer.Text("targetGroupArn")!;
            var alternate = advanced.Text("alternateTargetGroupArn")!;
            var target = ServiceRevisions.TargetGroups(to.Revision).Any(group => group.Arn == alternate) ? alternate : own;

            // Where nothing served before, all goes to the one that does.
            traffic.Shift(rule, target, target == own ? alternate : own, from is null ? 100 : percent);
        }
    }

    private static ServiceTarget TargetOf(EcsTask task, string container, int port)
    {
        var address = task.Wire.Objects("attachments").SelectMany(attachment => attachment.Objects("details"))
            .FirstOrDefault(detail => detail.Text("name") == "privateIPv4Address")?.Text("value") ?? "";
        var binding = EcsTask.Container(task.Wire, container).Objects("networkBindings")
            .FirstOrDefault(item => item.Integer("containerPort") == port);
        return new ServiceTarget(task.Id, address, port, (int?)binding?.Integer("hostPort"));
    }

    private async Task DrainAsync(ServiceRecord service, ServiceTask task, IServiceTraffic traffic)
    {
        var drained = Task.WhenAll(task.Targets!.Select(
            async item => await traffic.DeregisterAsync(item.Group, item.Target).ConfigureAwait(false)));
        lock (_state.Gate)
        {
            foreach (var (group, _) in task.Targets!)
            {
                service.Events.Deregistered(group);
            }

            service.Events.Draining(task.Deployment);
        }

        // A sandbox that stops does not wait for anyone's requests.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_cloud.Stopping);
        await Task.WhenAny(drained, Task.Delay(Timeout.Infinite, over.Token)).ConfigureAwait(false);
        over.Cancel();
    }
}
