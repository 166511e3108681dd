using System.Threading.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>
/// What ECS asks of the load balancers of the sandbox: the service of the cloud that balances loads implements this, and calls
/// <see cref="EcsService.NoteTargetHealth"/> when the health of a target changes. Everything but <see cref="DeregisterAsync"/> is called
/// under the lock of ECS, so nothing of it may wait.
/// </summary>
internal interface IServiceTraffic
{
    bool HasTargetGroup(string targetGroupArn);

    /// <summary>Whether a listener leads to the target group.</summary>
    bool IsServed(string targetGroupArn);

    void Register(string targetGroupArn, ServiceTarget target);

    /// <summary>
    /// Gives the target nothing more to do, and completes when it has answered what it had, or when the delay for that is over.
    /// </summary>
    Task DeregisterAsync(string targetGroupArn, ServiceTarget target);

    /// <summary>How many requests targets of the group have been given so far.</summary>
    long Requests(string targetGroupArn);

    TargetHealth Health(string targetGroupArn, ServiceTarget target);

    /// <summary>Sends this share of a listener rule's requests to one target group, and the rest to the other.</summary>
    /// <param name="listenerRuleArn">The rule, or the listener of a network load balancer.</param>
    /// <param name="targetGroupArn">Gets the share.</param>
    /// <param name="otherTargetGroupArn">Gets the rest.</param>
    /// <param name="percent">0 to 100.</param>
    void Shift(string listenerRuleArn, string targetGroupArn, string otherTargetGroupArn, double percent);
}

internal enum TargetHealth
{
    /// <summary>Not checked often enough yet.</summary>
    Initial,

    Healthy,

    Unhealthy,
}

/// <summary>A task as a target.</summary>
/// <param name="TaskId">Id of the task.</param>
/// <param name="Address">Its private address.</param>
/// <param name="Port">The container's port.</param>
/// <param name="HostPort">The port of this machine that leads there, or null where nothing is really run.</param>
internal sealed record ServiceTarget(string TaskId, string Address, int Port, int? HostPort);
