using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>A hook of a deployment, as the deployment configuration has it. The sandbox serves those that pause.</summary>
internal sealed record LifecycleHook
{
    public const string Pause = "PAUSE";

    /// <summary>How long a hook waits that names no time: a day.</summary>
    public const long DefaultMinutes = 1440;

    public string TargetType { get; init; } = "AWS_LAMBDA";

    public string? TargetArn { get; init; }

    public string? RoleArn { get; init; }

    /// <summary>The stages at which it runs.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    public long TimeoutMinutes { get; init; } = DefaultMinutes;

    /// <summary>What happens when nobody answers in time: one of <see cref="HookAction"/>.</summary>
    public string TimeoutAction { get; init; } = HookAction.Rollback;

    /// <summary>What the caller passes to the hook; it is only kept.</summary>
    public JsonNode? Details { get; init; }
}
