namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The network interface of a task, as its attachment describes it.</summary>
internal sealed record AttachedInterface(string Id, string MacAddress, string DnsName, string PrivateAddress);
