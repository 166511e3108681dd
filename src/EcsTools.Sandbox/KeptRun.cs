using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Hosting;
using EcsTools.Sandbox.Services;

namespace EcsTools.Sandbox;

/// <summary>What a sandbox over a data folder goes on from: the time, and the names its registry had, the last one first.</summary>
internal sealed record KeptRun(DateTimeOffset? Time, IReadOnlyList<string> RegistryHosts)
{
    private const string Name = "sandbox";

    // Each new name is one more that images may have; old ones are of definitions nobody runs any more.
    private const int MostHosts = 20;

    public static KeptRun Read(StateStore? store)
    {
        var kept = store?.Read(Name);
        var hosts = (kept?["registryHosts"] as JsonArray)?.Select(host => (string?)host).OfType<string>().ToArray();
        return new KeptRun(
            (string?)kept?["time"] is { } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) : null,
            hosts ?? Array.Empty<string>());
    }

    /// <summary>Written when it begins, too: a sandbox that is killed has its names.</summary>
    public static void Write(StateStore store, SandboxCloud cloud)
    {
        var hosts = cloud.FormerRegistryHosts.Prepend(cloud.RegistryHost).Take(MostHosts);
        store.Write(Name, new JsonObject
        {
            ["time"] = cloud.ScaledClock.UtcNow.ToString("o", CultureInfo.InvariantCulture),
            ["registryHosts"] = new JsonArray(hosts.Select(host => (JsonNode)host).ToArray()),
        });
    }

    /// <summary>Listens where images were named after, if nobody says otherwise and the port is still free.</summary>
    public HttpServer Listen(Func<SandboxHttpContext, System.Threading.Tasks.Task> handler, int port)
    {
        var last = RegistryHosts.Count > 0 ? RegistryHosts[0].Split(':').Last() : null;
        if (port == 0 && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            try
            {
                return new HttpServer(handler, before);
            }
            catch (InvalidOperationException)
            {
                // Somebody else has it by now.
            }
        }

        return new HttpServer(handler, port);
    }
}
