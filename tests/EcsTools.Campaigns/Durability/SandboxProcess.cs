using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Durability;

/// <summary>A sandbox in a process of its own, which can be killed.</summary>
internal static class SandboxProcess
{
    /// <param name="dataPath">The folder of its data; null for a sandbox that keeps nothing.</param>
    public static async Task RunAsync(string? dataPath)
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, DataPath = dataPath }, CancellationToken.None);
        Console.WriteLine($"ready {server.EndpointUrl} {server.AccessKey} {server.SecretKey} {server.RegistryUri}");
        await ChildProcess.EndWantedAsync();
    }
}
