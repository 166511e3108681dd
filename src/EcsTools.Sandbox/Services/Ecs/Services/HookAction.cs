namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>What a hook is answered with.</summary>
internal static class HookAction
{
    public const string Continue = "CONTINUE";
    public const string Rollback = "ROLLBACK";
}
