namespace EcsTools.Models;

/// <summary>What an IAM deployer may do.</summary>
public enum IamPolicySet
{
    /// <summary>
    /// The four AWS managed policies that ECS tutorials attach: AWSCodeDeployRoleForECS, AmazonECS_FullAccess,
    /// EC2InstanceProfileForImageBuilderECRContainerBuilds and service-role/AWSAppRunnerServicePolicyForECRAccess. They do not allow all that
    /// the EcsTools commands do: <see cref="IamPolicyAddition"/> adds the rest.
    /// </summary>
    Tutorial,

    /// <summary>One customer managed policy that allows only what the EcsTools commands call.</summary>
    Scoped,
}
