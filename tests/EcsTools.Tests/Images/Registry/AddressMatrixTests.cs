using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Registry;

/// <summary>
/// Every place where a registry's answer names an address, with every kind of address that is not its own. No secret reaches it, and the error names it.
/// </summary>
public sealed class AddressMatrixTests : IDisposable
{
    private const string Password = "open sesame";
    private const string LayerText = "the content of a private layer";
    private static readonly string Basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("reader:" + Password));
    private static readonly string Digest = Sha256Digest.Compute(Encoding.ASCII.GetBytes(LayerText));

    private readonly RawHttpServer _foreign = RawHttpServer.Foreign();

    public static TheoryData<string, string> Matrix
    {
        get
        {
            var matrix = new TheoryData<string, string>();
            foreach (var place in new[] { "referrers link", "upload start", "upload patch", "blob redirect", "manifest redirect", "push redirect", "realm" })
            {
                foreach (var target in new[] { "other port", "other host", "other scheme", "private", "link-local", "network path", "user", "redirect" })
                {
                    matrix.Add(place, target);
                }
            }

            return matrix;
        }
    }

    public void Dispose() => _foreign.Dispose();

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task No_secret_follows_an_address_in_an_answer(string place, string target)
    {
        var (address, origin) = ("", "");
        using var registry = new RawHttpServer((line, head) => Answer(place, address, line, head));
        (address, origin) = Target(target, registry);

        var error = await Record.ExceptionAsync(() => CallAsync(place, registry));

        var refused = Assert.IsType<EcsToolsException>(error);
        Assert.DoesNotContain(Password, refused.Message + refused.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(LayerText, _foreign.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", _foreign.Received, StringComparison.Ordinal);
        if (place == "realm" && IsLocal(target))
        {
            // Both are on this machine: the token server of a registry there may have another port.
            return;
        }

        Assert.Contains(registry.Heads, head => head.Contains(Basic, StringComparison.Ordinal) || place == "realm");
        Assert.DoesNotContain("uthorization", _foreign.Received, StringComparison.Ordinal);
        if (place is "blob redirect" or "manifest redirect" && (IsLocal(target) || target == "network path"))
        {
            // A registry on this machine may keep its content in another server there, which is asked without the password.
            return;
        }

        Assert.Empty(_foreign.Received);
        Assert.Contains(place == "push redirect" && target == "redirect" ? registry.Address : origin, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_urls_of_a_descriptor_are_never_called()
    {
        var config = Encoding.ASCII.GetBytes("""{"os":"linux","architecture":"amd64"}""");
        var manifest = $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}",
             "config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Sha256Digest.Compute(config)}}","size":{{config.Length}},"urls":["{{_foreign.Address}}/config"]},
             "layers":[{"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip","digest":"{{Digest}}","size":5,"urls":["{{_foreign.Address}}/layer"]}]}
            """;
        using var registry = new RawHttpServer((line, _) => line.Contains("/blobs/", StringComparison.Ordinal)
            ? $"200 OK\r\n\r\n{Encoding.ASCII.GetString(config)}"
            : $"200 OK\r\nContent-Type: {MediaTypes.OciManifest}\r\n\r\n{manifest}");
        using var client = RepositoryClients.For(registry.Host);

        var image = await EcsTools.Images.Sources.RegistryImageSource.ReadAsync(client, "v1", null, CancellationToken.None);

        Assert.Equal("linux/amd64", image.Platform!.ToString());
        Assert.Empty(image.Layers);
        Assert.Empty(_foreign.Received);
    }

    private static bool IsLocal(string target) => target is "other port" or "other host" or "other scheme" or "user";

    private (string Address, string Origin) Target(string kind, RawHttpServer registry) => kind switch
    {
        "other port" => ($"{_foreign.Address}/x?sig=secret", _foreign.Address),
        "other host" => ($"http://localhost:{_foreign.Port}/x", $"http://localhost:{_foreign.Port}"),
        "other scheme" => ($"https://{registry.Host}/x", $"https://{registry.Host}"),
        "private" => ("http://10.1.2.3/x", "http://10.1.2.3"),
        "link-local" => ("http://169.254.169.254/latest/meta-data", "http://169.254.169.254"),
        "network path" => ($"//{_foreign.Host}/x", _foreign.Host),
        "user" => ($"http://{registry.Host}@{_foreign.Host}/x", _foreign.Address),
        "redirect" => ($"{registry.Address}/hop", "http://192.0.2.7"),
        _ => throw new ArgumentException(kind),
    };

    /// <summary>A registry that requires a password, and names the address at one place.</summary>
    private static string Answer(string place, string address, string line, string head)
    {
        if (place == "realm" && !head.Contains("Basic " + Basic, StringComparison.Ordinal) && !line.Contains("/hop"))
        {
            return $"401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"{address}\",service=\"test\"\r\n\r\n";
        }

        if (line.Contains("/hop", StringComparison.Ordinal))
        {
            return "307 Temporary Redirect\r\nLocation: http://192.0.2.7/x\r\n\r\n";
        }

        if (!head.Contains("Basic " + Basic, StringComparison.Ordinal))
        {
            return "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"test\"\r\n\r\n";
        }

        return (place, line.Split(' ')[0]) switch
        {
            ("referrers link", "GET") => $"200 OK\r\nContent-Type: {MediaTypes.OciIndex}\r\nLink: <{address}>; rel=\"next\"\r\n\r\n"
                + """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""",
            ("upload start", "POST") => $"202 Accepted\r\nLocation: {address}\r\n\r\n",
            ("upload patch", "POST") => "202 Accepted\r\nLocation: /v2/web/blobs/uploads/1\r\n\r\n",
            ("upload patch", "PATCH") => $"202 Accepted\r\nLocation: {address}\r\n\r\n",
            ("blob redirect" or "manifest redirect" or "push redirect", _) => $"307 Temporary Redirect\r\nLocation: {address}\r\n\r\n",
            _ => "404 Not Found\r\n\r\n",
        };
    }

    private static async Task CallAsync(string place, RawHttpServer registry)
    {
        var credential = new RegistryCredential { Registry = "test", UserName = "reader", Password = Password };
        var address = new RegistryAddress(registry.Host);
        using var client = new RepositoryClient(address, "web", new ChallengeAuthorization(address, credential, new ImpatientClock()), new ImpatientClock());
        switch (place)
        {
            case "referrers link":
                await client.FindReferrersAsync(Digest, CancellationToken.None);
                break;
            case "upload start":
                await UploadAsync(client, new Descriptor(MediaTypes.OciLayer, Digest, LayerText.Length));
                break;
            case "upload patch":
                await UploadAsync(client, null);
                break;
            case "blob redirect":
                await client.GetBlobAsync(new Descriptor(MediaTypes.OciConfig, Digest, LayerText.Length), CancellationToken.None);
                break;
            case "push redirect":
                await client.PutManifestAsync("v1", MediaTypes.OciManifest, Encoding.ASCII.GetBytes(LayerText), CancellationToken.None);
                break;
            default:
                await client.GetManifestAsync(Digest, CancellationToken.None);
                break;
        }
    }

    private static Task UploadAsync(RepositoryClient client, Descriptor? known)
    {
        var content = Encoding.ASCII.GetBytes(LayerText);
        var blob = new ImageBlob(MediaTypes.OciLayer, content.Length, _ => Task.FromResult<Stream>(new MemoryStream(content)))
        {
            Descriptor = known,
            Compress = known is null,
            DiffId = Digest,
        };
        return client.UploadBlobAsync(
            blob, new BlobUpload.Options(new AdaptiveCompression(ImageCompressionLevel.Fastest)), _ => { }, CancellationToken.None);
    }
}
