namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The strategies of a deployment.</summary>
internal static class DeploymentStrategy
{
    public const string Rolling = "ROLLING";
    public const string BlueGreen = "BLUE_GREEN";
    public const string Linear = "LINEAR";
    public const string Canary = "CANARY";
}
