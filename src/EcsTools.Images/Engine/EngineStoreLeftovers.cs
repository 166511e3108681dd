using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Images.Engine;

/// <summary>Finds and removes containers of <see cref="EngineStoreContainer"/> whose process was killed, or whose creation was cancelled.</summary>
internal static class EngineStoreLeftovers
{
    /// <summary>The label of such a container. Its value is its owner.</summary>
    public const string Label = "ecstools.engine-store";

    /// <summary>No push of another machine reads layers for so long.</summary>
    private static readonly TimeSpan LongestPush = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestCleaning = TimeSpan.FromSeconds(30);

    /// <summary>The engines in which this process has looked for what others left.</summary>
    private static readonly ConcurrentDictionary<string, bool> Looked = new(StringComparer.Ordinal);

    /// <summary>The containers that this process uses now.</summary>
    private static readonly ConcurrentDictionary<string, bool> Used = new(StringComparer.Ordinal);

    /// <summary>Held while one is created, so that nobody takes it for a leftover before it is known.</summary>
    private static readonly SemaphoreSlim Creating = new(1, 1);

    /// <summary>This process, and its system.</summary>
    public static string Owner { get; } = string.Format(
        CultureInfo.InvariantCulture, "{0}/{1}/{2}", ProcessIdentity.Host, ProcessIdentity.Current.Number, ProcessIdentity.Current.Start);

    /// <summary>Creates a container.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> CreateAsync(IDockerClient client, CreateContainerParameters parameters, CancellationToken cancellationToken)
    {
        await Creating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var created = await client.Containers.CreateContainerAsync(parameters, cancellationToken).ConfigureAwait(false);
            Used[created.ID] = true;
            return created.ID;
        }
        finally
        {
            Creating.Release();
        }
    }

    /// <summary>
    /// Removes what killed processes have left, if this process has not done so for this engine. A push does it even if it reads nothing through the engine:
    /// the killed one may have sent everything.
    /// </summary>
    public static Task RemoveLeftOnceAsync(DockerEngine engine, CancellationToken cancellationToken)
        => engine.OperatingSystem == "linux" && !engine.IsPodman && Looked.TryAdd(engine.Endpoint, true)
            ? RemoveLeftAsync(engine.Client, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Removes what others have left. This need not succeed: the next push tries it again.</summary>
    public static async Task RemoveLeftAsync(IDockerClient client, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestCleaning);
        try
        {
            await Creating.WaitAsync(patience.Token).ConfigureAwait(false);
            try
            {
                await FindAndRemoveAsync(client, patience.Token).ConfigureAwait(false);
            }
            finally
            {
                Creating.Release();
            }
        }
        catch (Exception e) when (e is DockerApiException or OperationCanceledException || DockerErrors.IsConnectionFailure(e, patience.Token))
        {
            // They do nothing and hold nothing.
        }
    }

    private static async Task FindAndRemoveAsync(IDockerClient client, CancellationToken cancellationToken)
    {
        var found = await client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [Label] = true } },
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var container in found.Where(IsLeft))
        {
            await RemoveAsync(client, container.ID, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes a container with everything that was created for it. One that is gone is fine.</summary>
    public static async Task RemoveAsync(IDockerClient client, string id, CancellationToken cancellationToken)
    {
        Used.TryRemove(id, out _);
        try
        {
            await client.Containers.RemoveContainerAsync(
                id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Another process removes it, or has removed it.
        }
    }

    private static bool IsLeft(ContainerListResponse container)
    {
        if (!container.Labels.TryGetValue(Label, out var owner) || owner == Owner)
        {
            // An own one that is not known was created although its push was cancelled.
            return owner == Owner && !Used.ContainsKey(container.ID);
        }

        var parts = owner.Split('/');
        return parts.Length == 3 && parts[0] == ProcessIdentity.Host
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? !new ProcessIdentity(number, start).IsRunning()
            : DateTime.UtcNow - container.Created.ToUniversalTime() > LongestPush;
    }
}
