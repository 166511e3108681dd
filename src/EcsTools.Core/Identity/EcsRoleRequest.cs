using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>The role that is wanted. What a kind has no use for is left out of account.</summary>
public sealed record EcsRoleRequest
{
    /// <summary>What it is for.</summary>
    public required EcsRoleKind Kind { get; init; }

    /// <summary>Role name; null for the kind's own, such as <c>ecsTaskExecutionRole</c>.</summary>
    public string? RoleName { get; init; }

    /// <summary>IAM path; null for <c>/</c>, or whatever an existing role has.</summary>
    public string? Path { get; init; }

    /// <summary>Tags, beside the one by which EcsTools knows the role.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>ARN of a policy that bounds what a new role may do, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>ARNs of further managed policies to attach.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = Array.Empty<string>();

    /// <summary>Task execution: whether ECS may make a log group that a task definition names (<c>awslogs-create-group</c>).</summary>
    public bool AllowCreateLogGroup { get; init; }

    /// <summary>Task execution: ARNs of Secrets Manager secrets and SSM parameters that task definitions refer to.</summary>
    public IReadOnlyList<string> SecretArns { get; init; } = Array.Empty<string>();

    /// <summary>Task: whether <c>Enter-FargateTask</c> may open a shell in the container.</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>Scheduler, events: family of the task definitions to run; null for every family.</summary>
    public string? Family { get; init; }

    /// <summary>
    /// Scheduler, events: execution role of the task definition. Without the right to pass it nothing runs, and nothing says so.
    /// </summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>Scheduler, events: task role of the task definition.</summary>
    public string? TaskRoleArn { get; init; }

    /// <summary>Scheduler, events: ARN of the SQS queue that gets what could not be started.</summary>
    public string? DeadLetterArn { get; init; }
}

/// <summary>What would be done for a role: read from the account, nothing written yet.</summary>
public sealed class EcsRolePlan
{
    internal EcsRolePlan(string roleName, IReadOnlyList<string> steps, object details)
    {
        RoleName = roleName;
        Steps = steps;
        Details = details;
    }

    /// <summary>The role.</summary>
    public string RoleName { get; }

    /// <summary>What would be done, in order. Empty if all is as asked.</summary>
    public IReadOnlyList<string> Steps { get; }

    internal object Details { get; }
}
