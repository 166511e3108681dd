namespace EcsTools.Sandbox.Engine;

/// <summary>How a host runs containers.</summary>
internal enum ContainerRuntime
{
    Docker,
    Simulated,
}
