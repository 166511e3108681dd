using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>Speaks the registry API by hand, for what no ordinary client would send.</summary>
internal sealed class RegistryClient : IDisposable
{
    private readonly HttpClient _http;

    public RegistryClient(string host, string? password)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://{host}") };
        if (password is not null)
        {
            _http.DefaultRequestHeaders.Authorization = Basic("AWS", password);
        }
    }

    public static AuthenticationHeaderValue Basic(string user, string password)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] RandomBytes(int count) => RandomNumberGenerator.GetBytes(count);

    public void Dispose() => _http.Dispose();

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public Task<HttpResponseMessage> SendAsync(
        string method, string path, byte[]? body = null, string? contentType = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        if (contentType is not null)
        {
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return _http.SendAsync(request);
    }

    /// <summary>Opens an upload and gives its path.</summary>
    public async Task<string> StartUploadAsync(string repository)
    {
        using var answer = await SendAsync("POST", $"/v2/{repository}/blobs/uploads/");
        Xunit.Assert.Equal(202, (int)answer.StatusCode);
        return answer.Headers.Location!.AbsolutePath;
    }

    /// <summary>Pushes a blob and gives its digest.</summary>
    public async Task<string> PushBlobAsync(string repository, byte[] content)
    {
        var upload = await StartUploadAsync(repository);
        var digest = DigestOf(content);
        using var answer = await SendAsync("PUT", $"{upload}?digest={digest}", content);
        Xunit.Assert.Equal(201, (int)answer.StatusCode);
        return digest;
    }

    /// <summary>Pushes an image of random layers of the given sizes, and gives its manifest and digest.</summary>
    public async Task<(byte[] Manifest, string Digest)> PushImageAsync(string repository, string tag, params int[] layerSizes)
    {
        var layers = new List<(string Digest, int Size)>();
        foreach (var size in layerSizes)
        {
            layers.Add((await PushBlobAsync(repository, RandomBytes(size)), size));
        }

        var config = Encoding.UTF8.GetBytes($$"""{"os":"linux","architecture":"amd64","made":"{{Guid.NewGuid()}}"}""");
        var manifest = Manifest(await PushBlobAsync(repository, config), config.Length, layers);
        using var answer = await SendAsync("PUT", $"/v2/{repository}/manifests/{tag}", manifest, DockerManifest);
        Xunit.Assert.Equal(201, (int)answer.StatusCode);
        return (manifest, DigestOf(manifest));
    }

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    public static byte[] Manifest(string config, int configSize, IEnumerable<(string Digest, int Size)> layers) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = DockerManifest,
        ["config"] = new JsonObject { ["mediaType"] = "application/vnd.docker.container.image.v1+json", ["size"] = configSize, ["digest"] = config },
        ["layers"] = new JsonArray(layers.Select(layer => (JsonNode)new JsonObject
        {
            ["mediaType"] = "application/vnd.docker.image.rootfs.diff.tar.gzip",
            ["size"] = layer.Size,
            ["digest"] = layer.Digest,
        }).ToArray()),
    }.ToJsonString());

    /// <summary>Code of the first error of an answer, and its message.</summary>
    public static async Task<(string Code, string Message)> ErrorAsync(HttpResponseMessage answer)
    {
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!;
        return ((string)error["code"]!, (string)error["message"]!);
    }
}
