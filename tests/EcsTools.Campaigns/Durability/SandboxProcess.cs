using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Durability;

/// <summary>A sandbox over a data folder, in a process that can be killed.</summary>
internal static class SandboxProcess
{
    public static async Task RunAsync(string dataPath)
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, DataPath = dataPath }, CancellationToken.None);
        Console.WriteLine($"ready {server.EndpointUrl} {server.AccessKey} {server.SecretKey} {server.RegistryUri}");
        await ChildProcess.EndWantedAsync();
    }
}
