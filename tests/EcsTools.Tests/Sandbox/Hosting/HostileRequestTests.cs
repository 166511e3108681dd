using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Tests.Sandbox.Registry;
using Xunit;

namespace EcsTools.Tests.Sandbox.Hosting;

/// <summary>Requests made to break the sandbox: each is refused, and the next one is served.</summary>
public sealed class HostileRequestTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("""{"cluster":"\ud800"}""")]
    [InlineData("""{"\udfff":"x"}""")]
    [InlineData("""{"cluster":{"a":["\ud83d"]}}""")]
    [InlineData("""{"cluster":"a","cluster":"b"}""")]
    [InlineData("""{"cluster":""")]
    public async Task Text_that_is_not_JSON_or_not_Unicode_cannot_be_read(string body)
    {
        var answer = await _aws.JsonAsync("ecs", "AmazonEC2ContainerServiceV20141113.ListServices", body);

        Assert.Equal((HttpStatusCode.BadRequest, "SerializationException"), (answer.Status, (string?)answer.Json["__type"]));
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public async Task Neither_can_text_of_a_hundred_thousand_levels(char open)
    {
        var body = open == '[' ? new string('[', 100_000) : string.Concat(Enumerable.Repeat("{\"a\":", 100_000));

        Assert.Equal("SerializationException", (string?)(await _aws.JsonAsync("ecs", "AmazonEC2ContainerServiceV20141113.ListServices", body)).Json["__type"]);
    }

    [Fact]
    public async Task A_form_of_deep_names_is_read()
    {
        var form = "Action=ListUsers&Version=2010-05-08&" + string.Join('.', Enumerable.Repeat("a", 100_000)) + "=x";

        Assert.Equal(HttpStatusCode.OK, (await _aws.FormAsync("iam", form)).Status);
    }

    [Fact]
    public async Task Indexes_in_each_other_fifteen_thousand_deep_are_described()
    {
        var ecr = sandbox.Server.Cloud.Service<EcrService>();
        await _aws.JsonAsync("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", """{"repositoryName":"deep"}""");
        using var client = new RegistryClient(sandbox.Server.RegistryUri, ecr.IssueToken().Password);
        var (_, digest) = await client.PushImageAsync("deep", "v1", 1000);
        var mediaType = RegistryClient.DockerManifest;
        for (var level = 0; level < 15_000; level++)
        {
            var index = Encoding.UTF8.GetBytes(
                $$"""{"schemaVersion":2,"mediaType":"{{RegistryClient.OciIndex}}","manifests":[{"mediaType":"{{mediaType}}","size":1,"digest":"{{digest}}"}]}""");
            digest = ecr.Registry.Put("deep", index, RegistryClient.OciIndex, null, null, mayRepeat: false).Image.Digest;
            mediaType = RegistryClient.OciIndex;
        }

        var answer = await _aws.JsonAsync(
            "ecr", "AmazonEC2ContainerRegistry_V20150921.DescribeImages", $$"""{"repositoryName":"deep","imageIds":[{"imageDigest":"{{digest}}"}]}""");

        Assert.True((long)answer.Json["imageDetails"]![0]!["imageSizeInBytes"]! > 1000);
    }

    [Theory]
    [InlineData("[[[[", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"schemaVersion":2,"mediaType":"\ud800"}""", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData("""{"schemaVersion":2,"config":{},"config":{}}""", "application/vnd.oci.image.manifest.v1+json")]
    public async Task A_manifest_that_cannot_be_read_is_refused(string manifest, string mediaType)
    {
        await _aws.JsonAsync("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", """{"repositoryName":"odd"}""");
        using var client = new RegistryClient(sandbox.Server.RegistryUri, sandbox.Server.Cloud.Service<EcrService>().IssueToken().Password);
        using var answer = await client.SendAsync("PUT", "/v2/odd/manifests/v1", Encoding.UTF8.GetBytes(manifest), mediaType);

        Assert.Equal(405, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("ecs", 2 << 20)]
    [InlineData("logs", 5 << 20)]
    [InlineData("ecr", 30 << 20)]
    public async Task A_body_that_no_operation_has_is_not_read(string service, int length)
    {
        var answer = await _aws.SendAsync(service, HttpMethod.Post, "/", new string(' ', length), "application/x-amz-json-1.1", ("X-Amz-Target", "x.y"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Theory]
    [InlineData("AKIAAAAAAAAAAAAAAAAA", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.RequestEntityTooLarge)]
    public async Task The_body_of_a_stranger_is_not_read(string accessKey, HttpStatusCode status)
    {
        // A client that waits for 100 Continue sends no body that is not wanted.
        using var stranger = new RawAws(sandbox.Server.EndpointUrl, accessKey, "x");
        var answer = await stranger.SendAsync(
            "iam", HttpMethod.Post, "/", new string('x', 15 << 20), "application/x-www-form-urlencoded", ("Expect", "100-continue"));

        Assert.Equal(status, answer.Status);
    }
}
