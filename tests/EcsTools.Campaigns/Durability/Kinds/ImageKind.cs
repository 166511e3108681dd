using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;

namespace EcsTools.Campaigns.Durability.Kinds;

/// <summary>An image in the registry: a layer, a config, a manifest and a tag.</summary>
internal sealed class ImageKind : DurableKind
{
    private const string Repository = "images";
    private const string MediaType = "application/vnd.oci.image.manifest.v1+json";

    public override string Name => "image";

    public override async Task PrepareAsync(SandboxTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await target.Connection.Ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = Repository }, cancellationToken);
        }
        catch (RepositoryAlreadyExistsException)
        {
            // From the last time.
        }
    }

    public override async Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
    {
        var layer = await PushAsync(target, Encoding.UTF8.GetBytes("layer of " + name), cancellationToken);
        var config = await PushAsync(target, Encoding.UTF8.GetBytes($$"""{"os":"linux","architecture":"amd64","author":"{{name}}"}"""), cancellationToken);
        var manifest = $$"""
            {"schemaVersion":2,"mediaType":"{{MediaType}}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{config.Digest}}","size":{{config.Size}}},
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{layer.Digest}}","size":{{layer.Size}}}]}
            """;
        using var answer = await target.SendAsync(
            HttpMethod.Put, $"/v2/{Repository}/manifests/{name}", Encoding.UTF8.GetBytes(manifest), MediaType, cancellationToken);
    }

    public override Task DeleteAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Ecr.BatchDeleteImageAsync(
            new BatchDeleteImageRequest { RepositoryName = Repository, ImageIds = [new ImageIdentifier { ImageTag = name }] }, cancellationToken);

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var layer = Encoding.UTF8.GetBytes("layer of " + name);
            using var manifest = await target.Registry.GetAsync($"/v2/{Repository}/manifests/{name}");
            using var blob = await target.Registry.GetAsync($"/v2/{Repository}/blobs/{DigestOf(layer)}");
            var content = await blob.Content.ReadAsByteArrayAsync();
            if (manifest.IsSuccessStatusCode && layer.AsSpan().SequenceEqual(content))
            {
                found.Add(name);
            }
        }

        return found;
    }

    private static async Task<(string Digest, int Size)> PushAsync(SandboxTarget target, byte[] content, CancellationToken cancellationToken)
    {
        using var upload = await target.SendAsync(HttpMethod.Post, $"/v2/{Repository}/blobs/uploads/", null, null, cancellationToken);
        var digest = DigestOf(content);
        using var answer = await target.SendAsync(
            HttpMethod.Put, $"{upload.Headers.Location!.AbsolutePath}?digest={digest}", content, null, cancellationToken);
        return (digest, content.Length);
    }

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
