using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Ecs;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>A simulated sandbox in which load balancers and certificates are ready soon.</summary>
public class LoadBalancingSandbox : EcsSandbox
{
    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 20 };
}
