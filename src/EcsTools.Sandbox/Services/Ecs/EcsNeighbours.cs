using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Registry;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Sandbox.Services.Logs;

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

    private Ec2Service Ec2 => _cloud.Service<Ec2Service>();

    private LogsService Logs => _cloud.Service<LogsService>();

    /// <summary>Refuses a caller who may not hand this role to ECS.</summary>
    public void RequirePassRole(SandboxPrincipal caller, string roleArn)
    {
    }

    /// <summary>Whether the role is there and trusts this service.</summary>
    public bool CanBeAssumed(string roleArn, string servicePrincipal) => true;

    /// <summary>VPC and availability zone of a subnet, or null where there is none of that id.</summary>
    public (string VpcId, string AvailabilityZone)? Subnet(string id)
        => Ec2.FindSubnet(id) is { } subnet ? (subnet.VpcId, subnet.Zone.Name) : null;

    /// <summary>VPC of a security group, or null where there is none of that id.</summary>
    public string? SecurityGroupVpc(string id) => Ec2.FindGroup(id)?.VpcId;

    /// <summary>The network interface of a task, at its real address where it has one.</summary>
    public NetworkInterface Attach(TaskPlacement placement, string taskArn, string? address)
        => Ec2.AttachInterface(placement.SubnetId, placement.SecurityGroups, placement.PublicAddress, taskArn, address);

    public void Release(string? interfaceId)
    {
        if (interfaceId is not null)
        {
            Ec2.ReleaseInterface(interfaceId);
        }
    }

    /// <summary>Opens the log stream of a container and gives what writes a line to it.</summary>
    /// <exception cref="TaskStartException">There is no such group, or the execution role may not write to it.</exception>
    public Action<string> OpenLog(LogPlan log, TaskPlan task)
    {
        if (log.CreateGroup)
        {
            Logs.EnsureGroup(log.Group);
        }

        try
        {
            Logs.EnsureStream(log.Group, log.Stream);
        }
        catch (AwsError refusal)
        {
            throw TaskStartException.CannotInitialize(
                "failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: operation error "
                + $"CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, RequestID: {Guid.NewGuid()}, {refusal.Code}: "
                + $"{refusal.Message} : exit status 1");
        }

        return line => Write(log, line);
    }

    /// <summary>The variables of a container: its own, its secrets, and those Fargate sets.</summary>
    /// <exception cref="TaskStartException">A secret cannot be had.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Environment(TaskPlan task, ContainerPlan container)
    {
        if (container.Secrets.Count > 0)
        {
            throw TaskStartException.CannotInitialize(
                "unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: "
                + $"service call has been retried 1 time(s): failed to fetch secret {container.Secrets[0].Value} from secrets manager: "
                + "ResourceNotFoundException: Secrets Manager can't find the specified secret.");
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
    public ImagePull Resolve(TaskPlan task, ContainerPlan container)
    {
        var registry = _cloud.Service<EcrService>();
        var found = registry.ResolveImage(container.Image);
        switch (found.Status)
        {
            case ImageResolutionStatus.Found when found.Platforms.Count > 0 && !found.Platforms.Any(platform => Runs(platform, task.Platform)):
                throw TaskStartException.CannotPull(container.Name, TaskStartException.WrongPlatform(task.Platform));
            case ImageResolutionStatus.Found:
                return new ImagePull(container.Image, found.PullReference, "AWS", registry.IssueToken().Password);
            case ImageResolutionStatus.ImageMissing or ImageResolutionStatus.RepositoryMissing:
                throw TaskStartException.CannotPull(
                    container.Name, $"pull image manifest has been retried 1 time(s): failed to resolve ref {container.Image}: not found");
            default:
                return new ImagePull(container.Image);
        }
    }

    /// <summary>Whether an image's os/architecture[/variant] is this os/architecture.</summary>
    private static bool Runs(string platform, string wanted)
        => platform == wanted || platform.StartsWith(wanted + "/", StringComparison.Ordinal);

    private void Write(LogPlan log, string line)
    {
        try
        {
            Logs.Append(log.Group, log.Stream, _cloud.Clock.UtcNow.ToUnixTimeMilliseconds(), line);
        }
        catch (AwsError)
        {
            // The group was deleted while the container runs: on AWS as well its lines are lost and it runs on.
        }
    }
}
