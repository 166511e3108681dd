using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Registry;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.Services.Logs;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>What ECS asks of the other services of the sandbox, in process.</summary>
internal sealed class EcsNeighbours
{
    private const string TasksPrincipal = "ecs-tasks.amazonaws.com";

    private readonly SandboxCloud _cloud;

    public EcsNeighbours(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    private IamService Iam => _cloud.Service<IamService>();

    private Ec2Service Ec2 => _cloud.Service<Ec2Service>();

    private LogsService Logs => _cloud.Service<LogsService>();

    /// <summary>Refuses a caller who may not hand this role to ECS.</summary>
    public void RequirePassRole(SandboxPrincipal caller, string roleArn) => Iam.RequirePassRole(caller, roleArn, TasksPrincipal);

    /// <summary>Whether the role is there and lets ECS tasks assume it.</summary>
    public bool CanBeAssumed(string roleArn) => Iam.Trusts(roleArn, TasksPrincipal);

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
        if (log.CreateGroup && !Logs.HasGroup(log.Group))
        {
            RequireLogs(task, log, "group", "CreateLogGroup", log.Group);
            Logs.EnsureGroup(log.Group);
        }

        RequireLogs(task, log, "stream", "CreateLogStream", $"{log.Group}:log-stream:{log.Stream}");
        try
        {
            Logs.EnsureStream(log.Group, log.Stream);
        }
        catch (AwsError refusal)
        {
            throw LogsRefused("stream", "CreateLogStream", $"{refusal.Code}: {refusal.Message}");
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

    /// <summary>Finds the image in the sandbox's own registry, pinned to its digest; any other image goes to the engine as it is
    /// named.</summary>
    /// <exception cref="TaskStartException">The registry is the sandbox's and it has no such image for the platform.</exception>
    public ImagePull Resolve(TaskPlan task, ContainerPlan container)
    {
        var registry = _cloud.Service<EcrService>();
        var found = registry.ResolveImage(container.Digest is { } digest ? Pinned(container.Image, digest) : container.Image);
        switch (found.Status)
        {
            case not (ImageResolutionStatus.OtherRegistry or ImageResolutionStatus.Malformed)
                when RefusedPull(task, container.Image, found.Repository) is { } refusal:
                throw refusal.IsImage ? TaskStartException.CannotPull(container.Name, refusal.Text)
                    : TaskStartException.CannotInitialize(refusal.Text);
            case ImageResolutionStatus.Found when found.Platforms.Count > 0
                && !found.Platforms.Any(platform => Runs(platform, task.Platform)):
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

    /// <summary>Whether the agent that runs commands in the containers of a task comes up: its role must let it open its
    /// channels.</summary>
    public bool MayExec(TaskPlan task)
        => task.TaskRoleArn is { } role && new[] { "CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel" }
            .All(action => Denial(task, "ssmmessages:" + action, "*", role) is null);

    private static TaskStartException LogsRefused(string kind, string operation, string refusal) => TaskStartException.CannotInitialize(
        $"failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log {kind}: operation error "
        + $"CloudWatch Logs: {operation}, https response error StatusCode: 400, RequestID: {Guid.NewGuid()}, {refusal} : exit status 1");

    /// <summary>Refuses where the execution role may not do this on a log group or stream.</summary>
    private void RequireLogs(TaskPlan task, LogPlan log, string kind, string operation, string resource)
    {
        var arn = _cloud.Arn("logs", "log-group:" + resource);
        if (Denial(task, "logs:" + operation, arn) is { } denial)
        {
            throw LogsRefused(kind, operation, "AccessDeniedException: " + denial);
        }
    }

    /// <summary>Why the execution role may not pull from a repository of the sandbox, or null.</summary>
    private (bool IsImage, string Text)? RefusedPull(TaskPlan task, string image, string repository)
    {
        if (Denial(task, "ecr:GetAuthorizationToken", "*") is { } denial)
        {
            return (false, "unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr "
                + "registry auth: "
                + $"service call has been retried 1 time(s): AccessDeniedException: {denial} status code: 400, request id: "
                    + $"{Guid.NewGuid()}");
        }

        var arn = _cloud.Arn("ecr", "repository/" + repository);
        return new[] { "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer" }.Any(action => Denial(task, action, arn) is not null)
            ? (true, $"pull image manifest has been retried 1 time(s): failed to resolve ref {image}: unexpected status code "
                + $"[manifests {image.Substring(image.LastIndexOf(':') + 1)}]: 403 Forbidden")
            : null;
    }

    /// <summary>What AWS says where a role of a task, its execution role where none is named, may not do something; null where it
    /// may.</summary>
    private string? Denial(TaskPlan task, string action, string resource, string? roleArn = null)
    {
        var role = roleArn ?? task.ExecutionRoleArn ?? "";
        var session = new SandboxPrincipal(
            SandboxCloud.AccountId,
            $"arn:aws:sts::{SandboxCloud.AccountId}:assumed-role/{role.Substring(role.LastIndexOf('/') + 1)}/{task.Id}",
            "",
            "");
        var verdict = Iam.Judge(session, action, resource);
        return verdict == Verdict.Allowed ? null : IamService.DenialOf(session, action, resource, verdict);
    }

    /// <summary>What a tag of the sandbox's own registry stands for now; null for a digest, or an image of elsewhere.</summary>
    public string? Digest(string image)
        => image.IndexOf('@') < 0 && _cloud.Service<EcrService>().ResolveImage(image) is { Status: ImageResolutionStatus.Found } found
            ? found.Digest
            : null;

    /// <summary>The same repository by digest: a name without its tag.</summary>
    private static string Pinned(string image, string digest)
    {
        var tag = image.LastIndexOf(':');
        return (tag > image.LastIndexOf('/') ? image.Substring(0, tag) : image) + "@" + digest;
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
