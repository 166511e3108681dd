using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>The IAM roles of tasks: who may pass them to ECS, whether ECS can assume them, and what they allow.</summary>
internal sealed class TaskRoles
{
    private const string TasksPrincipal = "ecs-tasks.amazonaws.com";

    private readonly SandboxCloud _cloud;

    public TaskRoles(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    private IamService Iam => _cloud.Service<IamService>();

    /// <summary>Refuses a caller who may not pass this role to ECS.</summary>
    public void RequirePassRole(SandboxPrincipal caller, string roleArn) => Iam.RequirePassRole(caller, roleArn, TasksPrincipal);

    /// <summary>Refuses a role that does not exist or does not trust ECS tasks.</summary>
    public void RequireAssumable(string roleArn)
    {
        if (!Iam.Trusts(roleArn, TasksPrincipal))
        {
            throw EcsErrors.UnassumableRole(roleArn);
        }
    }

    /// <summary>The message with which AWS denies an action to a task with this role, or null if the role allows it.</summary>
    public string? Denial(string roleArn, string taskId, string action, string resource)
    {
        var session = new SandboxPrincipal(
            SandboxCloud.AccountId,
            $"arn:aws:sts::{SandboxCloud.AccountId}:assumed-role/{roleArn.Substring(roleArn.LastIndexOf('/') + 1)}/{taskId}",
            "",
            "");
        var verdict = Iam.Judge(session, action, resource);
        return verdict == Verdict.Allowed ? null : IamService.DenialOf(session, action, resource, verdict);
    }
}
