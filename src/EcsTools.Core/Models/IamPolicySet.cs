namespace EcsTools.Models;

/// <summary>What an IAM deployer may do.</summary>
public enum IamPolicySet
{
    /// <summary>
    /// The four AWS managed policies that walk-throughs of ECS attach: AWSCodeDeployRoleForECS, AmazonECS_FullAccess,
    /// EC2InstanceProfileForImageBuilderECRContainerBuilds and service-role/AWSAppRunnerServicePolicyForECRAccess.
    /// </summary>
    Tutorial,

    /// <summary>One customer managed policy with what the commands of EcsTools call and no more.</summary>
    Scoped,
}
