using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

public sealed class MountTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task A_blob_that_an_image_uses_is_mounted_where_the_account_allows_it()
    {
        await AllowAsync(true);
        var (source, digest) = await PushedLayerAsync();
        var target = await registry.NewRepositoryAsync();

        Assert.Equal(201, await MountAsync(target, source, digest));
        Assert.Equal(200, (int)(await registry.Client.SendAsync("HEAD", $"/v2/{target}/blobs/{digest}")).StatusCode);
    }

    [Fact]
    public async Task Without_the_account_setting_an_upload_is_opened_instead()
    {
        await AllowAsync(false);
        var (source, digest) = await PushedLayerAsync();
        var target = await registry.NewRepositoryAsync();

        Assert.Equal(202, await MountAsync(target, source, digest));
        Assert.Equal(404, (int)(await registry.Client.SendAsync("HEAD", $"/v2/{target}/blobs/{digest}")).StatusCode);
    }

    [Fact]
    public async Task A_blob_that_no_image_uses_is_not_mounted()
    {
        await AllowAsync(true);
        var source = await registry.NewRepositoryAsync();
        var digest = await registry.Client.PushBlobAsync(source, RegistryClient.RandomBytes(100));

        Assert.Equal(202, await MountAsync(await registry.NewRepositoryAsync(), source, digest));
    }

    [Fact]
    public async Task A_blob_is_not_mounted_across_encryptions()
    {
        await AllowAsync(true);
        var (source, digest) = await PushedLayerAsync();
        var target = await registry.NewRepositoryAsync(
            with: input => input["encryptionConfiguration"] = new JsonObject { ["encryptionType"] = "KMS" });

        Assert.Equal(202, await MountAsync(target, source, digest));
    }

    [Fact]
    public async Task A_source_that_is_not_there_opens_an_upload()
    {
        await AllowAsync(true);

        Assert.Equal(202, await MountAsync(await registry.NewRepositoryAsync(), "no/such", RegistryClient.DigestOf([1])));
    }

    private async Task<(string Repository, string Digest)> PushedLayerAsync()
    {
        var source = await registry.NewRepositoryAsync();
        var (manifest, _) = await registry.Client.PushImageAsync(source, "1", 100);
        return (source, (string)JsonNode.Parse(manifest)!["layers"]![0]!["digest"]!);
    }

    private async Task<int> MountAsync(string target, string source, string digest)
        => (int)(await registry.Client.SendAsync("POST", $"/v2/{target}/blobs/uploads/?mount={digest}&from={source}")).StatusCode;

    private Task AllowAsync(bool allow)
        => registry.CallAsync("PutAccountSetting", new JsonObject { ["name"] = "BLOB_MOUNTING", ["value"] = allow ? "ENABLED" : "DISABLED" });
}
