namespace EcsTools.Aws;

/// <summary>
/// The tag on resources that EcsTools creates without being asked for them by name. It makes them easy to find, and sets them apart from
/// the user's own.
/// </summary>
internal static class ManagedTag
{
    /// <summary>The tag's key. Its value says what the resource is.</summary>
    public const string Key = "ecstools:kind";

    public const string SecurityGroup = "task-security-group";

    public const string LoadBalancerGroup = "load-balancer-security-group";

    public const string TargetGroup = "target-group";

    public const string LogGroup = "task-log-group";

    public const string ScheduleGroup = "schedule-group";
}
