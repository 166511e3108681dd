using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Models;

namespace EcsTools.Tests.Ecr;

/// <summary>Puts small images, indexes and referrers into repositories, blob by blob and manifest by manifest.</summary>
internal sealed class RepositoryWorld(Func<string, RepositoryClient> open) : IDisposable
{
    private readonly Dictionary<string, RepositoryClient> _clients = [];
    private const string Empty = "application/vnd.oci.empty.v1+json";
    private readonly Dictionary<string, int> _sizes = [];
    private readonly AdaptiveCompression _pace = new(ImageCompressionLevel.Fastest);

    public static async Task<(EcrRepository Repository, RepositoryWorld World)> NewAsync(AwsConnection connection, string prefix)
    {
        var name = $"{prefix}-{Guid.NewGuid():N}"[..24];
        var repository = await new EcrRepositories(connection).InitializeAsync(new InitializeRepositoryRequest { RepositoryName = name }, default);
        return (repository, new RepositoryWorld(other => EcrRegistryClients.Open(connection, repository.RepositoryUri.Split('/')[0], other)));
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private RepositoryClient In(string repository) => _clients.TryGetValue(repository, out var known) ? known : _clients[repository] = open(repository);

    /// <summary>An image of one layer beside those that are shared, under tags or, without, its digest.</summary>
    public async Task<string> ImageAsync(string repository, string content, string architecture = "amd64", string[]? tags = null, string[]? shared = null)
    {
        var config = await BlobAsync(repository, MediaTypes.OciConfig, new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Labels"] = new JsonObject { ["content"] = content } },
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray((shared ?? []).Append(content).Select(layer => (JsonNode)Sha256Digest.Compute(Encoding.UTF8.GetBytes(layer))).ToArray()),
            },
        }.ToJsonString());
        var layers = new JsonArray();
        foreach (var layer in (shared ?? []).Append(content))
        {
            layers.Add(await BlobAsync(repository, MediaTypes.OciLayerGzip, layer));
        }

        return await PutAsync(repository, MediaTypes.OciManifest, new JsonObject { ["config"] = config, ["layers"] = layers }, tags);
    }

    public Task<string> IndexAsync(string repository, IEnumerable<(string Digest, string Architecture)> images, params string[] tags)
        => PutAsync(
            repository,
            MediaTypes.OciIndex,
            new JsonObject
            {
                ["manifests"] = new JsonArray(images.Select(image => (JsonNode)new JsonObject
                {
                    ["mediaType"] = MediaTypes.OciManifest,
                    ["digest"] = image.Digest,
                    ["size"] = _sizes[image.Digest],
                    ["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = image.Architecture },
                }).ToArray()),
            },
            tags);

    /// <summary>An artifact that says whose it is.</summary>
    public async Task<string> ReferrerAsync(string repository, string subject, string artifactType = "application/vnd.example.sbom", string[]? tags = null)
        => await PutAsync(
            repository,
            MediaTypes.OciManifest,
            new JsonObject
            {
                ["artifactType"] = artifactType,
                ["config"] = await BlobAsync(repository, Empty, "{}"),
                ["layers"] = new JsonArray(await BlobAsync(repository, "text/spdx", "sbom of " + subject)),
                ["subject"] = new JsonObject { ["mediaType"] = MediaTypes.OciManifest, ["digest"] = subject, ["size"] = _sizes[subject] },
            },
            tags);

    public async Task<JsonObject> BlobAsync(string repository, string mediaType, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var blob = new ImageBlob(mediaType, bytes.Length, _ => Task.FromResult<Stream>(new MemoryStream(bytes)))
        {
            Descriptor = new Descriptor(mediaType, Sha256Digest.Compute(bytes), bytes.Length),
        };
        await In(repository).UploadBlobAsync(blob, new BlobUpload.Options(_pace), _ => { }, default);
        return new JsonObject { ["mediaType"] = mediaType, ["digest"] = blob.Name, ["size"] = bytes.Length };
    }

    public async Task<string> PutAsync(string repository, string mediaType, JsonObject content, string[]? tags)
    {
        content["schemaVersion"] = 2;
        content["mediaType"] = mediaType;
        var bytes = Encoding.UTF8.GetBytes(content.ToJsonString());
        var digest = Sha256Digest.Compute(bytes);
        _sizes[digest] = bytes.Length;
        foreach (var reference in tags is { Length: > 0 } ? tags : [digest])
        {
            await In(repository).PutManifestAsync(reference, mediaType, bytes, default);
        }

        return digest;
    }
}
