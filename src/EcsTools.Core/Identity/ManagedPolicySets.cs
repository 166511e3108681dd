using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>The AWS managed policies EcsTools attaches, each with its path.</summary>
internal static class ManagedPolicySets
{
    /// <summary>Pull images, write log streams: what a task needs before its own code runs.</summary>
    public const string TaskExecution = "service-role/AmazonECSTaskExecutionRolePolicy";

    /// <summary>Change listeners and target groups in blue/green deployments.</summary>
    public const string LoadBalancers = "AmazonECSInfrastructureRolePolicyForLoadBalancers";

    /// <summary>The set of <see cref="Models.IamPolicySet.Tutorial"/>.</summary>
    public static IReadOnlyList<string> Tutorial { get; } = new[]
    {
        "AWSCodeDeployRoleForECS",
        "AmazonECS_FullAccess",
        "EC2InstanceProfileForImageBuilderECRContainerBuilds",
        "service-role/AWSAppRunnerServicePolicyForECRAccess",
    };
}
