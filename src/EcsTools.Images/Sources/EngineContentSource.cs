using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>
/// An image of an engine with the containerd image store, which has manifests and layers as a registry has them. Only what is missing is read. An engine
/// exports such an image as a whole.
/// </summary>
internal static class EngineContentSource
{
    /// <summary>Opens the image, and takes ownership of the engine.</summary>
    /// <returns>Null if the engine does not let its disk be read, or if the image is small. The engine is then still the caller's.</returns>
    public static async Task<IImageSource?> OpenAsync(
        DockerEngine engine, ImageInspectResponse image, string name, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Sha256Digest.Is(image.ID) || image.Size < EngineImageSource.SmallestToAskFor || !EngineStoreContainer.MayRead(engine))
        {
            return null;
        }

        void Say(string text) => progress?.Report(new OperationProgress($"Reading {name} from the Docker engine", text, Level: ProgressLevel.Verbose));
        string root;
        try
        {
            root = (await engine.Client.System.GetSystemInfoAsync(cancellationToken).ConfigureAwait(false)).DockerRootDir;
        }
        catch (Exception e) when (e is DockerApiException || DockerErrors.IsConnectionFailure(e, cancellationToken))
        {
            return null;
        }

        var store = await ContainerdContentStore.FindAsync(
            engine, image.ID, image.Config?.Volumes?.Keys, image.ID, ContainerdContentStore.RootsFor(root), Say, cancellationToken).ConfigureAwait(false);
        return store is null ? null : Open(engine, store, name, Say, cancellationToken);
    }

    /// <summary>Opens an image of a content store. The engine and the store are disposed together with it.</summary>
    /// <returns>Null if the store does not have all of the image. The store is then disposed, but not the engine.</returns>
    public static IImageSource? Open(DockerEngine engine, ContainerdContentStore store, string name, Action<string> say, CancellationToken cancellationToken)
    {
        var cleaning = EngineStoreLeftovers.RemoveLeftAsync(engine.Client, cancellationToken);
        void CloseStore()
        {
            cleaning.GetAwaiter().GetResult();
            store.Dispose();
        }

        try
        {
            var files = Layout(store.Root);
            return OciLayoutSource.Open(
                name,
                path => files.ContainsKey(path) || store.Has(DigestOf(path)),
                path => files.TryGetValue(path, out var bytes) ? new MemoryStream(bytes, writable: false) : store.Open(DigestOf(path)),
                () =>
                {
                    CloseStore();
                    engine.Dispose();
                });
        }
        catch (MalformedContentException e)
        {
            CloseStore();
            say($"The image {name} is read from the engine's export. Cause: {e.Message}");
            return null;
        }
        catch
        {
            CloseStore();
            throw;
        }
    }

    /// <summary>The files of a layout with one image that a content store does not have, and the topmost manifest, which was read already.</summary>
    private static Dictionary<string, byte[]> Layout(byte[] manifest)
    {
        var digest = Sha256Digest.Compute(manifest);
        var what = $"the manifest {digest}";
        var mediaType = JsonText.OptionalText(JsonText.ParseObject(manifest, what, JsonText.LongestManifest), "mediaType", what);
        var entry = new JsonObject { ["mediaType"] = mediaType ?? MediaTypes.OciManifest, ["digest"] = digest, ["size"] = manifest.Length };
        return new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["oci-layout"] = Encoding.UTF8.GetBytes("{\"imageLayoutVersion\":\"1.0.0\"}"),
            ["index.json"] = Encoding.UTF8.GetBytes(new JsonObject { ["manifests"] = new JsonArray(entry) }.ToJsonString()),
            [LayoutDocuments.PathOf(new Descriptor("", digest, 0))] = manifest,
        };
    }

    private static string DigestOf(string path) => path.Substring("blobs/".Length).Replace('/', ':');
}
