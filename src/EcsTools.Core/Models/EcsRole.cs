using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>What an IAM role is for.</summary>
public enum EcsRoleKind
{
    /// <summary>ECS uses it to pull the image, write the log and read the secrets of a task.</summary>
    TaskExecution,

    /// <summary>The program in the container uses it to call AWS.</summary>
    Task,

    /// <summary>EventBridge Scheduler uses it to start tasks.</summary>
    Scheduler,

    /// <summary>An EventBridge rule uses it to start tasks.</summary>
    Events,

    /// <summary>ECS uses it to change load balancers in blue/green, linear and canary deployments.</summary>
    Infrastructure,
}

/// <summary>An IAM role for ECS.</summary>
public sealed record EcsRole
{
    /// <summary>Role name, unique in the account.</summary>
    public required string RoleName { get; init; }

    /// <summary>ARN of the role.</summary>
    public required string RoleArn { get; init; }

    /// <summary>What the role is for.</summary>
    public required string Kind { get; init; }

    /// <summary>Path of the role, such as <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The service that may assume it, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    public required string TrustedService { get; init; }

    /// <summary>ARNs of the attached managed policies.</summary>
    public IReadOnlyList<string> PolicyArns { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Names of the inline policies.</summary>
    public IReadOnlyList<string> InlinePolicies { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>When the role was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the command did.</summary>
    public string Change { get; init; } = ChangeStatus.Created;

    /// <summary>
    /// Whether the role is so new that services may not know it yet and answer "unable to assume the role". That usually lasts 2 to 30
    /// seconds, at worst 120. Only then is a retry worthwhile.
    /// </summary>
    /// <param name="now">The current time.</param>
    public bool MayStillSpread(DateTimeOffset now) => Change == ChangeStatus.Created || now - CreatedAt < TimeSpan.FromSeconds(120);
}
