using System.Linq;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

public sealed class BlobTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task A_blob_comes_back_as_it_was_pushed()
    {
        var repository = await registry.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(300_000);
        var digest = await registry.Client.PushBlobAsync(repository, content);
        using var answer = await registry.Client.SendAsync("GET", $"/v2/{repository}/blobs/{digest}");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(digest, Assert.Single(answer.Headers.GetValues("Docker-Content-Digest")));
    }

    [Fact]
    public async Task HEAD_tells_the_length_and_sends_nothing()
    {
        var repository = await registry.NewRepositoryAsync();
        var digest = await registry.Client.PushBlobAsync(repository, RegistryClient.RandomBytes(1234));
        using var answer = await registry.Client.SendAsync("HEAD", $"/v2/{repository}/blobs/{digest}");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(1234, answer.Content.Headers.ContentLength);
        Assert.Equal(digest, Assert.Single(answer.Headers.GetValues("Docker-Content-Digest")));
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=900-", 900, 100)]
    [InlineData("bytes=900-5000", 900, 100)]
    [InlineData("bytes=-10", 990, 10)]
    [InlineData("bytes=-5000", 0, 1000)]
    public async Task A_range_of_a_blob_is_partial_content(string range, int first, int count)
    {
        var repository = await registry.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(1000);
        var digest = await registry.Client.PushBlobAsync(repository, content);
        using var answer = await registry.Client.SendAsync("GET", $"/v2/{repository}/blobs/{digest}", headers: ("Range", range));

        Assert.Equal(206, (int)answer.StatusCode);
        Assert.Equal(content.Skip(first).Take(count), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(new ContentRangeHeaderValue(first, first + count - 1, 1000), answer.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task A_range_past_the_end_cannot_be_satisfied()
    {
        var repository = await registry.NewRepositoryAsync();
        var digest = await registry.Client.PushBlobAsync(repository, RegistryClient.RandomBytes(1000));
        using var answer = await registry.Client.SendAsync("GET", $"/v2/{repository}/blobs/{digest}", headers: ("Range", "bytes=1000-"));

        Assert.Equal(416, (int)answer.StatusCode);
        Assert.Equal("bytes */1000", answer.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_blob_of_another_repository_is_unknown()
    {
        var owner = await registry.NewRepositoryAsync();
        var other = await registry.NewRepositoryAsync();
        var digest = await registry.Client.PushBlobAsync(owner, RegistryClient.RandomBytes(10));
        using var answer = await registry.Client.SendAsync("GET", $"/v2/{other}/blobs/{digest}");

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("BLOB_UNKNOWN", (await RegistryClient.ErrorAsync(answer)).Code);
    }

    [Theory]
    [InlineData("sha256:abc")]
    [InlineData("sha512:abc")]
    [InlineData("latest")]
    public async Task A_name_that_is_no_sha256_digest_is_refused(string digest)
    {
        var repository = await registry.NewRepositoryAsync();
        using var answer = await registry.Client.SendAsync("GET", $"/v2/{repository}/blobs/{digest}");

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("DIGEST_INVALID", (await RegistryClient.ErrorAsync(answer)).Code);
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_named()
    {
        using var answer = await registry.Client.SendAsync("GET", $"/v2/no/such/blobs/{RegistryClient.DigestOf([])}");

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal(
            ("NAME_UNKNOWN", "The repository with name 'no/such' does not exist in the registry with id '000000000000'"),
            await RegistryClient.ErrorAsync(answer));
    }

    [Fact]
    public async Task A_blob_cannot_be_deleted()
    {
        var repository = await registry.NewRepositoryAsync();
        var digest = await registry.Client.PushBlobAsync(repository, RegistryClient.RandomBytes(10));
        using var answer = await registry.Client.SendAsync("DELETE", $"/v2/{repository}/blobs/{digest}");

        Assert.Equal(405, (int)answer.StatusCode);
    }
}
