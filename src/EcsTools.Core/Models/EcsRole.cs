using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>What an IAM role is for.</summary>
public enum EcsRoleKind
{
    /// <summary>ECS pulls the image, writes the log and reads the secrets of a task with it.</summary>
    TaskExecution,

    /// <summary>The program in the container calls AWS with it.</summary>
    Task,

    /// <summary>EventBridge Scheduler starts tasks with it.</summary>
    Scheduler,

    /// <summary>An EventBridge rule starts tasks with it.</summary>
    Events,

    /// <summary>ECS changes load balancers with it in blue/green, linear and canary deployments.</summary>
    Infrastructure,
}

/// <summary>An IAM role for ECS.</summary>
public sealed record EcsRole
{
    /// <summary>Role name, unique in the account.</summary>
    public required string RoleName { get; init; }

    /// <summary>ARN of the role.</summary>
    public required string RoleArn { get; init; }

    /// <summary>What it is for.</summary>
    public required EcsRoleKind Kind { get; init; }

    /// <summary>Path of the role, such as <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The service that may assume it, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    public required string TrustedService { get; init; }

    /// <summary>ARNs of the managed policies attached.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = Array.Empty<string>();

    /// <summary>Names of its inline policies.</summary>
    public IReadOnlyList<string> InlinePolicies { get; init; } = Array.Empty<string>();

    /// <summary>When the role was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What this call did.</summary>
    public ChangeStatus Change { get; init; }

    /// <summary>
    /// Whether the role is so new that services may not know it yet and answer "unable to assume the role": for 2 to 30 seconds as a rule,
    /// up to 120 at worst. Only then is that answer worth a retry.
    /// </summary>
    /// <param name="now">The time now.</param>
    public bool MayStillSpread(DateTimeOffset now) => Change == ChangeStatus.Created || now - CreatedAt < TimeSpan.FromSeconds(120);
}
