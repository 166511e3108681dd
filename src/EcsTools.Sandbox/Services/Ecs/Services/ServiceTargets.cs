using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Registers tasks as targets of load balancers (<see cref="Cloud.ServiceTarget"/>), reads their health, and shifts traffic between them.</summary>
internal sealed class ServiceTargets
{
    private readonly SandboxCloud _cloud;
    private readonly EcsContext _context;

    public ServiceTargets(SandboxCloud cloud, EcsContext context)
    {
        _cloud = cloud;
        _context = context;
    }

    private IServiceTraffic? Traffic => _cloud.Traffic;

    /// <summary>Registers a running task with the target groups of its deployment, once.</summary>
    public void Register(ServiceRecord service, ServiceTask task)
    {
        if (task.Targets is not null || Traffic is not { } traffic)
        {
            return;
        }

        task.Targets = task.Deployment.Revision.Targets
            .Where(target => traffic.TargetType(target.GroupArn) is not null)
            .Select(target => (target.GroupArn, TargetOf(task.Task, target)))
            .ToList();
        foreach (var (group, target) in task.Targets)
        {
            traffic.Register(group, target);
            service.Events.Registered(group);
        }

        if (task.Targets.Count > 0 && task.Task.Run is { } run)
        {
            run.Draining = new ConnectionDraining(_cloud, _context, traffic, service, task);
        }
    }

    /// <summary>The target group in which the health of the task is worst, that health, and its reason; null if the task is no target.</summary>
    public (string Group, TargetHealth Health, int Port, string? Reason)? Health(ServiceTask task)
    {
        if (task.Targets is not { Count: > 0 } targets || Traffic is not { } traffic)
        {
            return null;
        }

        var (group, health, target) = targets
            .Select(item => (item.Group, Health: traffic.Health(item.Group, item.Target), item.Target))
            .OrderBy(item => item.Health switch { TargetHealth.Unhealthy => 0, TargetHealth.Initial => 1, _ => 2 })
            .First();
        return (group, health, target.Port, health == TargetHealth.Unhealthy ? traffic.UnhealthyReason(group, target) : null);
    }

    /// <summary>
    /// Gives a deployment this share of the production traffic or the test traffic of its listener rules. The other deployment has the rest.
    /// </summary>
    public void Shift(Deployment to, Deployment? from, double percent, bool test)
    {
        if (Traffic is not { } traffic)
        {
            return;
        }

        foreach (var balancer in to.Revision.Workload.LoadBalancers)
        {
            if (balancer.Advanced is not { } advanced
                || (test ? advanced.TestListenerRule : advanced.ProductionListenerRule) is not { Length: > 0 } rule)
            {
                continue;
            }

            var own = balancer.TargetGroupArn!;
            var alternate = advanced.AlternateTargetGroupArn!;
            var target = to.Revision.Targets.Any(group => group.GroupArn == alternate) ? alternate : own;

            // If nothing served before, all traffic goes to this one.
            traffic.Shift(rule, target, target == own ? alternate : own, from is null ? 100 : percent);
        }
    }

    private static ServiceTarget TargetOf(EcsTask task, RevisionTarget target)
        => new(task.Id, task.Attachment.Interface?.PrivateAddress ?? "", target.Port)
        {
            IsSimulated = task.IsSimulated,
            Published = task.PublishedPorts(),
        };
}
