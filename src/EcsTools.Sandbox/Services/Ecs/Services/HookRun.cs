using System;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>A hook of a deployment that waits, or has waited, at a stage.</summary>
internal sealed class HookRun
{
    public required string Id { get; init; }

    /// <summary>Which of the hooks of the deployment configuration it is.</summary>
    public required int Index { get; init; }

    public required string Stage { get; init; }

    public string Status { get; set; } = HookStatus.AwaitingAction;

    /// <summary>Sandbox time at which the timeout action is taken.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required string TimeoutAction { get; init; }

    public bool IsWaiting => Status == HookStatus.AwaitingAction;

    /// <summary>Whether the deployment goes on behind it.</summary>
    public bool HasPassed => Status == HookStatus.Succeeded || (Status == HookStatus.TimedOut && TimeoutAction == HookAction.Continue);
}
