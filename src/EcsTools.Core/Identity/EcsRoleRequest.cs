using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>The requested role. Values that do not apply to its kind are ignored.</summary>
public sealed record EcsRoleRequest
{
    /// <summary>What the role is for.</summary>
    public required EcsRoleKind Kind { get; init; }

    /// <summary>Role name; null for the default of the kind, such as <c>ecsTaskExecutionRole</c>.</summary>
    public string? RoleName { get; init; }

    /// <summary>IAM path; null for <c>/</c>, or the path of an existing role.</summary>
    public string? Path { get; init; }

    /// <summary>Tags, in addition to the one by which EcsTools recognizes the role.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>More tags of a new role. An existing role does not get them.</summary>
    public IReadOnlyDictionary<string, string>? CreatedTags { get; init; }

    /// <summary>ARN of a permissions boundary for a new role, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>ARNs of additional managed policies to attach.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = Array.Empty<string>();

    /// <summary>Task execution: whether ECS may create a log group that a task definition names (<c>awslogs-create-group</c>).</summary>
    public bool AllowCreateLogGroup { get; init; }

    /// <summary>Task execution: ARNs of Secrets Manager secrets and SSM parameters that task definitions refer to.</summary>
    public IReadOnlyList<string> SecretArns { get; init; } = Array.Empty<string>();

    /// <summary>Task: whether <c>Enter-FargateTask</c> may open a shell in the container.</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>Scheduler, events: family of the task definitions to run; null for all families.</summary>
    public string? Family { get; init; }

    /// <summary>
    /// Scheduler, events: execution role of the task definition. Without permission to pass it no task starts, and no error is reported.
    /// </summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>Scheduler, events: task role of the task definition.</summary>
    public string? TaskRoleArn { get; init; }

    /// <summary>Scheduler, events: ARN of the SQS queue for starts that failed.</summary>
    public string? DeadLetterArn { get; init; }
}

/// <summary>What would be done for a role. The account was only read; nothing has been written.</summary>
public sealed class EcsRolePlan
{
    internal EcsRolePlan(string roleName, IReadOnlyList<EcsPlanStep> steps, object details)
    {
        RoleName = roleName;
        Steps = steps;
        Details = details;
    }

    /// <summary>The role.</summary>
    public string RoleName { get; }

    /// <summary>What would be done, in order. Empty if the role is as requested.</summary>
    public IReadOnlyList<EcsPlanStep> Steps { get; }

    /// <summary>The plan as steps.</summary>
    /// <param name="accountId">The account.</param>
    public EcsPlan ToPlan(string accountId) => new()
    {
        Action = EcsPlanAction.None,
        ResourceType = "Role",
        ResourceName = RoleName,
        Title = $"Set up IAM role '{RoleName}' in account {accountId}",
        Steps = Steps,
    };

    internal object Details { get; }
}
