using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.State;

/// <summary>
/// What an earlier run with the same data folder saved: the time, and the names of its registry, the last one first.
/// </summary>
internal sealed record PreviousRun(DateTimeOffset? Time, IReadOnlyList<string> RegistryHosts)
{
    private const string Name = "sandbox";

    // Images can have any of these names. Only task definitions that no longer run have older names.
    private const int MostHosts = 20;

    /// <summary>The port that images were last named after, or null.</summary>
    public int? Port
        => RegistryHosts.Count > 0
            && int.TryParse(RegistryHosts[0].Split(':').Last(), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : null;

    public static PreviousRun Read(StateStore? store)
    {
        var kept = store?.Read(Name);
        var hosts = (kept?["registryHosts"] as JsonArray)?.Select(host => (string?)host).OfType<string>().ToArray();
        return new PreviousRun(
            (string?)kept?["time"] is { } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) : null,
            hosts ?? Array.Empty<string>());
    }

    /// <summary>Saves what the next run needs of this one. A sandbox may be killed, so this is called at the start too.</summary>
    public static void Write(StateStore store, SandboxCloud cloud)
    {
        var hosts = cloud.FormerRegistryHosts.Prepend(cloud.RegistryHost).Take(MostHosts);
        store.Write(Name, new JsonObject
        {
            ["time"] = cloud.ScaledClock.UtcNow.ToString("o", CultureInfo.InvariantCulture),
            ["registryHosts"] = new JsonArray(hosts.Select(host => (JsonNode)host).ToArray()),
        });
    }
}
