namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The states of a hook that pauses.</summary>
internal static class HookStatus
{
    public const string AwaitingAction = "AWAITING_ACTION";
    public const string Succeeded = "SUCCEEDED";
    public const string Failed = "FAILED";
    public const string TimedOut = "TIMED_OUT";
}
