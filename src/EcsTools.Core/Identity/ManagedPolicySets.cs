using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>The AWS managed policies that EcsTools attaches, each with its path.</summary>
internal static class ManagedPolicySets
{
    /// <summary>To pull images and write log streams: what a task needs before its own program runs.</summary>
    public const string TaskExecution = "service-role/AmazonECSTaskExecutionRolePolicy";

    /// <summary>To change listeners and target groups in blue/green deployments.</summary>
    public const string LoadBalancers = "AmazonECSInfrastructureRolePolicyForLoadBalancers";

    /// <summary>The policies of <see cref="Models.IamPolicySet.Tutorial"/>.</summary>
    public static IReadOnlyList<string> Tutorial { get; } = new[]
    {
        "AWSCodeDeployRoleForECS",
        "AmazonECS_FullAccess",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds",
        "service-role/AWSAppRunnerServicePolicyForECRAccess",
    };
}
