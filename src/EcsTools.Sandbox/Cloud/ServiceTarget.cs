namespace EcsTools.Sandbox.Cloud;

/// <summary>One task as a target of a load balancer: the address and port to register.</summary>
/// <param name="TaskId">Id of the task.</param>
/// <param name="Address">Its private address.</param>
/// <param name="Port">The container's port.</param>
/// <param name="HostPort">The port of this machine that leads there, or null if the task is simulated.</param>
internal sealed record ServiceTarget(string TaskId, string Address, int Port, int? HostPort);
