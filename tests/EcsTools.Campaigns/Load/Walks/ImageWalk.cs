using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Amazon.ECR.Model;

namespace EcsTools.Campaigns.Load.Walks;

/// <summary>A repository with one image: config, manifest and tag.</summary>
internal sealed class ImageWalk : IWalk
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    public async Task<string?> GoAsync(LoadTarget target, string name)
    {
        await target.SendAsync(target.Ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = name }));
        var config = Encoding.UTF8.GetBytes($$"""{"os":"linux","architecture":"amd64","author":"{{name}}"}""");
        await target.UploadAsync(name, DigestOf(config), config);
        var manifest = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{ManifestType}}","layers":[],
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{DigestOf(config)}}","size": {{config.Length}} } }
            """);
        using var body = new ByteArrayContent(manifest);
        body.Headers.ContentType = new MediaTypeHeaderValue(ManifestType);
        using var pushed = await target.SendAsync(target.Registry.PutAsync($"/v2/{name}/manifests/latest", body));
        pushed.EnsureSuccessStatusCode();
        var read = await target.SendAsync(target.Registry.GetByteArrayAsync($"/v2/{name}/blobs/{DigestOf(config)}"));
        var described = await target.SendAsync(target.Ecr.DescribeImagesAsync(new DescribeImagesRequest { RepositoryName = name }));
        await target.SendAsync(target.Ecr.DeleteRepositoryAsync(new DeleteRepositoryRequest { RepositoryName = name, Force = true }));
        return read.AsSpan().SequenceEqual(config) && described.ImageDetails is [{ ImageDigest: var digest }] && digest == DigestOf(manifest)
            ? null
            : $"repository {name} has another image than was pushed";
    }

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
