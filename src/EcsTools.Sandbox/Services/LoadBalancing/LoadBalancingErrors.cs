using System.Collections.Generic;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Errors of Elastic Load Balancing, with its codes and in its words.</summary>
internal static class LoadBalancingErrors
{
    public static AwsError Invalid(string message) => new("ValidationError", message);

    public static AwsError Configuration(string message) => new("InvalidConfigurationRequest", message);

    public static AwsError Action(string message) => new("InvalidLoadBalancerAction", message);

    public static AwsError NotPermitted(string message) => new("OperationNotPermitted", message);

    public static AwsError InUse(string message) => new("ResourceInUse", message);

    public static AwsError Target(string message) => new("InvalidTarget", message);

    public static AwsError NoBalancer(string arn) => new("LoadBalancerNotFound", $"Load balancer '{arn}' not found");

    public static AwsError NoBalancers(IEnumerable<string> names)
        => new("LoadBalancerNotFound", $"Load balancers '[{string.Join(", ", names)}]' not found");

    public static AwsError NoGroup(string arn) => new("TargetGroupNotFound", $"Target group '{arn}' not found");

    public static AwsError NoGroups() => new("TargetGroupNotFound", "One or more target groups not found");

    public static AwsError NoListener(string arn) => new("ListenerNotFound", $"Listener '{arn}' not found");

    public static AwsError NoListeners() => new("ListenerNotFound", "One or more listeners not found");

    public static AwsError NoRule(string arn) => new("RuleNotFound", $"Rule '{arn}' not found");

    public static AwsError NoRules() => new("RuleNotFound", "One or more rules not found");

    public static AwsError NoCertificate(string arn) => new("CertificateNotFound", $"Certificate '{arn}' not found");

    public static AwsError NoPolicy(string name) => new("SSLPolicyNotFound", $"SSL policy '{name}' not found");

    public static AwsError PriorityInUse() => new("PriorityInUse", "The specified priority is in use.");

    public static AwsError DuplicateListener() => new("DuplicateListener", "A listener already exists on this port for this load balancer");

    /// <summary>A quota is reached.</summary>
    /// <param name="code">Such as <c>TooManyRules</c>.</param>
    /// <param name="what">What there are too many of, such as <c>rules per load balancer</c>.</param>
    public static AwsError TooMany(string code, string what) => new(code, $"The maximum number of {what} has been reached");
}
