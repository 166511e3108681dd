using System.Threading.Tasks;

namespace EcsTools.Sandbox.Cloud;

/// <summary>
/// Load balancing for the services of ECS. A service of the cloud that balances loads implements it, and tells ECS when the health of a
/// target changes. ECS calls everything but <see cref="DeregisterAsync"/> under its lock, so these calls must not wait.
/// </summary>
internal interface IServiceTraffic
{
    /// <summary>The target type of a target group, such as <c>ip</c>; null if there is no such group.</summary>
    string? TargetType(string targetGroupArn);

    /// <summary>Whether a listener forwards to the target group.</summary>
    bool IsServed(string targetGroupArn);

    /// <summary>Whether there is a rule, or a listener, with this ARN.</summary>
    bool HasListenerRule(string arn);

    void Register(string targetGroupArn, ServiceTarget target);

    /// <summary>
    /// Sends no more requests to the target. Completes when the target has answered its requests, or when the delay for that is over.
    /// </summary>
    Task DeregisterAsync(string targetGroupArn, ServiceTarget target);

    /// <summary>How many requests the targets of the group have received so far.</summary>
    long Requests(string targetGroupArn);

    TargetHealth Health(string targetGroupArn, ServiceTarget target);

    /// <summary>Why a target is unhealthy, in the words of the load balancer; null if it is not.</summary>
    string? UnhealthyReason(string targetGroupArn, ServiceTarget target);

    /// <summary>Sends this share of a listener rule's requests to one target group, and the rest to the other.</summary>
    /// <param name="listenerRuleArn">The rule, or the listener of a network load balancer.</param>
    /// <param name="targetGroupArn">Gets the share.</param>
    /// <param name="otherTargetGroupArn">Gets the rest.</param>
    /// <param name="percent">0 to 100.</param>
    void Shift(string listenerRuleArn, string targetGroupArn, string otherTargetGroupArn, double percent);
}
