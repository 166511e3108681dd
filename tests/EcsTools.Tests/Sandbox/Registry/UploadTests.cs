using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

public sealed class UploadTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private const int MiB = 1024 * 1024;

    private RegistryClient Client => registry.Client;

    [Fact]
    public async Task One_streamed_PATCH_and_an_empty_PUT_is_how_docker_pushes()
    {
        var repository = await registry.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(3 * MiB);
        var upload = await Client.StartUploadAsync(repository);
        using var patch = await Client.SendAsync("PATCH", upload, content);

        Assert.Equal(201, (int)patch.StatusCode);
        Assert.Equal($"0-{content.Length - 1}", Assert.Single(patch.Headers.GetValues("Range")));
        Assert.Equal(upload, patch.Headers.Location!.AbsolutePath);

        var digest = RegistryClient.DigestOf(content);
        using var put = await Client.SendAsync("PUT", $"{upload}?digest={Uri.EscapeDataString(digest)}", []);

        Assert.Equal(201, (int)put.StatusCode);
        Assert.Equal($"/v2/{repository}/blobs/{digest}", put.Headers.Location!.AbsolutePath);
        Assert.Equal(digest, Assert.Single(put.Headers.GetValues("Docker-Content-Digest")));
    }

    [Fact]
    public async Task A_blob_can_come_whole_with_the_POST()
    {
        var repository = await registry.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(1000);
        var digest = RegistryClient.DigestOf(content);
        using var answer = await Client.SendAsync("POST", $"/v2/{repository}/blobs/uploads/?digest={digest}", content);

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal(200, (int)(await Client.SendAsync("HEAD", $"/v2/{repository}/blobs/{digest}")).StatusCode);
    }

    [Fact]
    public async Task A_second_PATCH_is_kept_though_its_Range_does_not_advance()
    {
        var repository = await registry.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(11 * MiB);
        var upload = await Client.StartUploadAsync(repository);
        var cut = 5 * MiB;
        using var first = await Client.SendAsync("PATCH", upload, content[..cut], headers: ("Content-Range", $"0-{cut - 1}"));
        using var second = await Client.SendAsync("PATCH", upload, content[cut..], headers: ("Content-Range", $"{cut}-{content.Length - 1}"));

        Assert.Equal(201, (int)second.StatusCode);
        Assert.Equal($"0-{cut - 1}", Assert.Single(second.Headers.GetValues("Range")));

        using var put = await Client.SendAsync("PUT", $"{upload}?digest={RegistryClient.DigestOf(content)}", []);
        Assert.Equal(201, (int)put.StatusCode);
    }

    [Fact]
    public async Task A_part_before_the_last_must_have_5_MiB()
    {
        var repository = await registry.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(2000);
        var upload = await Client.StartUploadAsync(repository);
        await Client.SendAsync("PATCH", upload, content[..1000]);
        await Client.SendAsync("PATCH", upload, content[1000..]);
        using var put = await Client.SendAsync("PUT", $"{upload}?digest={RegistryClient.DigestOf(content)}", []);

        Assert.Equal(400, (int)put.StatusCode);
        Assert.Equal(("BLOB_UPLOAD_INVALID", "All layer parts except the last part should be at least 5MB"), await RegistryClient.ErrorAsync(put));
    }

    [Theory]
    [InlineData("5-14", 416)]
    [InlineData("0-8", 400)]
    [InlineData("none", 400)]
    public async Task A_Content_Range_that_does_not_fit_is_refused(string range, int status)
    {
        var repository = await registry.NewRepositoryAsync();
        var upload = await Client.StartUploadAsync(repository);
        using var answer = await Client.SendAsync("PATCH", upload, RegistryClient.RandomBytes(10), headers: ("Content-Range", range));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Content_of_another_digest_is_refused_and_has_to_be_sent_again()
    {
        var repository = await registry.NewRepositoryAsync();
        var upload = await Client.StartUploadAsync(repository);
        var claimed = RegistryClient.DigestOf([1, 2, 3]);
        using var answer = await Client.SendAsync("PUT", $"{upload}?digest={claimed}", RegistryClient.RandomBytes(10));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(
            ("BLOB_UPLOAD_INVALID", "None of the provided layer digests match the calculated layer digest"), await RegistryClient.ErrorAsync(answer));
        Assert.Equal(404, (int)(await Client.SendAsync("HEAD", $"/v2/{repository}/blobs/{claimed}")).StatusCode);
        Assert.Equal(404, (int)(await Client.SendAsync("GET", upload)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?digest=sha256:12")]
    [InlineData("?digest=md5:900150983cd24fb0d6963f7d28e17f72")]
    public async Task A_PUT_without_a_good_digest_is_refused(string query)
    {
        var repository = await registry.NewRepositoryAsync();
        var upload = await Client.StartUploadAsync(repository);
        using var answer = await Client.SendAsync("PUT", upload + query, RegistryClient.RandomBytes(10));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("DIGEST_INVALID", (await RegistryClient.ErrorAsync(answer)).Code);
    }

    [Fact]
    public async Task An_empty_blob_is_refused_as_ECR_does()
    {
        var repository = await registry.NewRepositoryAsync();
        var upload = await Client.StartUploadAsync(repository);
        using var answer = await Client.SendAsync("PUT", $"{upload}?digest={RegistryClient.DigestOf([])}", []);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("BLOB_UPLOAD_INVALID", (await RegistryClient.ErrorAsync(answer)).Code);
    }

    [Fact]
    public async Task An_upload_tells_how_far_it_is_and_can_be_cancelled()
    {
        var repository = await registry.NewRepositoryAsync();
        var upload = await Client.StartUploadAsync(repository);
        await Client.SendAsync("PATCH", upload, RegistryClient.RandomBytes(10));
        using var status = await Client.SendAsync("GET", upload);
        using var cancel = await Client.SendAsync("DELETE", upload);
        using var gone = await Client.SendAsync("PATCH", upload, RegistryClient.RandomBytes(10));

        Assert.Equal(204, (int)status.StatusCode);
        Assert.Equal("0-9", Assert.Single(status.Headers.GetValues("Range")));
        Assert.Equal(204, (int)cancel.StatusCode);
        Assert.Equal("BLOB_UPLOAD_UNKNOWN", (await RegistryClient.ErrorAsync(gone)).Code);
    }

    [Fact]
    public async Task An_upload_belongs_to_its_repository()
    {
        var repository = await registry.NewRepositoryAsync();
        var other = await registry.NewRepositoryAsync();
        var upload = await Client.StartUploadAsync(repository);
        using var answer = await Client.SendAsync("PATCH", upload.Replace(repository, other, StringComparison.Ordinal), RegistryClient.RandomBytes(10));

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task An_upload_to_a_repository_that_is_not_there_is_refused()
    {
        using var answer = await Client.SendAsync("POST", "/v2/no/such/blobs/uploads/");

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("NAME_UNKNOWN", (await RegistryClient.ErrorAsync(answer)).Code);
    }

    [Fact]
    public async Task Many_pushes_of_one_layer_at_once_all_succeed_and_leave_one_blob()
    {
        var content = RegistryClient.RandomBytes(2 * MiB);
        var repositories = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => registry.NewRepositoryAsync()));
        var digests = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Client.PushBlobAsync(repositories[i % 4], content)));
        var digest = Assert.Single(digests.Distinct());

        foreach (var repository in repositories)
        {
            Assert.Equal(200, (int)(await Client.SendAsync("HEAD", $"/v2/{repository}/blobs/{digest}")).StatusCode);
        }

        // The first repository lets go of it; the others still have it.
        await registry.CallAsync("DeleteRepository", new() { ["repositoryName"] = repositories[0] });
        using var kept = await Client.SendAsync("GET", $"/v2/{repositories[1]}/blobs/{digest}");
        Assert.Equal(content, await kept.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_leaves_nothing()
    {
        var repository = await registry.NewRepositoryAsync();
        var upload = await Client.StartUploadAsync(repository);
        await SendHalfOfAPatchAsync(upload);

        // The server learns of the end in its own time.
        for (var i = 0; i < 200 && (int)(await Client.SendAsync("GET", upload)).StatusCode != 404; i++)
        {
            await Task.Delay(25);
        }

        Assert.Equal(404, (int)(await Client.SendAsync("GET", upload)).StatusCode);
    }

    private async Task SendHalfOfAPatchAsync(string upload)
    {
        var host = registry.Server.RegistryUri.Split(':');
        using var socket = new TcpClient();
        await socket.ConnectAsync(host[0], int.Parse(host[1]));
        var head = $"PATCH {upload} HTTP/1.1\r\nHost: {registry.Server.RegistryUri}\r\nContent-Length: 2000000\r\n"
            + $"Authorization: {RegistryClient.Basic("AWS", registry.Password)}\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await socket.GetStream().WriteAsync(RegistryClient.RandomBytes(1000000));
    }
}
