using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>A registry token has the permissions of the caller it was issued to, for as long as that caller's key exists.</summary>
public sealed class TokenIdentityTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static readonly string[] Pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    private static readonly string[] Push = ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"];

    [Fact]
    public async Task Whoever_may_pull_may_not_push_tag_list_or_delete()
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, digest) = await registry.Client.PushImageAsync(repository, "v1", 1000);
        var config = (string)JsonNode.Parse(manifest)!["config"]!["digest"]!;
        using var client = await ClientAsync(repository, Pull);

        Assert.Equal(200, await StatusAsync(client, "GET", "/v2/"));
        Assert.Equal(200, await StatusAsync(client, "GET", $"/v2/{repository}/manifests/v1"));
        Assert.Equal(200, await StatusAsync(client, "HEAD", $"/v2/{repository}/blobs/{config}"));
        Assert.Equal(200, await StatusAsync(client, "GET", $"/v2/{repository}/blobs/{config}"));
        Assert.Equal(200, await StatusAsync(client, "GET", $"/v2/{repository}/referrers/{digest}"));
        await DeniedAsync(client, "ecr:InitiateLayerUpload", "POST", $"/v2/{repository}/blobs/uploads/");
        await DeniedAsync(client, "ecr:PutImage", "PUT", $"/v2/{repository}/manifests/v2", manifest);
        await DeniedAsync(client, "ecr:BatchDeleteImage", "DELETE", $"/v2/{repository}/manifests/v1");
        await DeniedAsync(client, "ecr:ListImages", "GET", $"/v2/{repository}/tags/list");
        await DeniedAsync(client, "ecr:DescribeRepositories", "GET", "/v2/_catalog");
    }

    [Fact]
    public async Task Whoever_may_push_to_one_repository_may_not_touch_another()
    {
        var (own, other) = (await registry.NewRepositoryAsync(), await registry.NewRepositoryAsync());
        await registry.Client.PushImageAsync(other, "v1", 1000);
        var upload = await registry.Client.StartUploadAsync(other);
        using var client = await ClientAsync(own, [.. Push, .. Pull]);

        await client.PushImageAsync(own, "v1", 2000);
        await DeniedAsync(client, "ecr:BatchGetImage", "GET", $"/v2/{other}/manifests/v1");
        await DeniedAsync(client, "ecr:UploadLayerPart", "PATCH", upload, [1, 2, 3]);
        await DeniedAsync(client, "ecr:CompleteLayerUpload", "PUT", $"{upload}?digest={RegistryClient.DigestOf([1, 2, 3])}", [1, 2, 3]);
    }

    [Fact]
    public async Task A_blob_is_not_mounted_from_a_repository_that_the_caller_may_not_read()
    {
        var (own, other) = (await registry.NewRepositoryAsync(), await registry.NewRepositoryAsync());
        var (manifest, _) = await registry.Client.PushImageAsync(other, "v1", 1000);
        var layer = (string)JsonNode.Parse(manifest)!["layers"]![0]!["digest"]!;
        await registry.CallAsync("PutAccountSetting", new JsonObject { ["name"] = "BLOB_MOUNTING", ["value"] = "ENABLED" });
        using var client = await ClientAsync(own, Push);

        Assert.Equal(202, await StatusAsync(client, "POST", $"/v2/{own}/blobs/uploads/?mount={layer}&from={other}"));
        Assert.Equal(201, await StatusAsync(registry.Client, "POST", $"/v2/{own}/blobs/uploads/?mount={layer}&from={other}"));
    }

    [Theory]
    [InlineData("Action=UpdateAccessKey&Status=Inactive&UserName=USER&AccessKeyId=KEY")]
    [InlineData("Action=DeleteAccessKey&UserName=USER&AccessKeyId=KEY")]
    public async Task A_token_ends_with_its_key(string ending)
    {
        var repository = await registry.NewRepositoryAsync();
        var (user, key) = await UserAsync(repository, Pull);
        using var client = new RegistryClient(registry.Server.RegistryUri, registry.Ecr.IssueToken(key).Password);
        Assert.Equal(200, await StatusAsync(client, "GET", "/v2/"));

        using var root = RawAws.Root(registry.Server);
        var ended = await root.FormAsync("iam", ending.Replace("USER", user).Replace("KEY", key) + "&Version=2010-05-08");
        Assert.True((int)ended.Status == 200, ended.Body);

        using var answer = await client.SendAsync("GET", "/v2/");
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Equal("DENIED", (await RegistryClient.ErrorAsync(answer)).Code);
    }

    private static async Task<int> StatusAsync(RegistryClient client, string method, string path)
    {
        using var answer = await client.SendAsync(method, path);
        return (int)answer.StatusCode;
    }

    private static async Task DeniedAsync(RegistryClient client, string action, string method, string path, byte[]? body = null)
    {
        using var answer = await client.SendAsync(method, path, body, body is null ? null : RegistryClient.DockerManifest);
        Assert.Equal(403, (int)answer.StatusCode);
        var (code, message) = await RegistryClient.ErrorAsync(answer);
        Assert.Equal("DENIED", code);
        Assert.Contains("is not authorized to perform: " + action, message, StringComparison.Ordinal);
    }

    private async Task<RegistryClient> ClientAsync(string repository, string[] actions)
    {
        var (_, key) = await UserAsync(repository, actions);
        return new RegistryClient(registry.Server.RegistryUri, registry.Ecr.IssueToken(key).Password);
    }

    /// <summary>A user who may do this in one repository, and the id of its key, once it is accepted.</summary>
    private async Task<(string User, string Key)> UserAsync(string repository, string[] actions)
    {
        var user = "u" + Guid.NewGuid().ToString("N")[..10];
        using var root = RawAws.Root(registry.Server);
        await root.FormAsync("iam", $"Action=CreateUser&Version=2010-05-08&UserName={user}");
        var policy = new JsonObject
        {
            ["Statement"] = new JsonObject
            {
                ["Effect"] = "Allow",
                ["Action"] = new JsonArray(actions.Select(action => (JsonNode)action).ToArray()),
                ["Resource"] = $"arn:aws:ecr:us-east-1:000000000000:repository/{repository}",
            },
        };
        await root.FormAsync(
            "iam", $"Action=PutUserPolicy&Version=2010-05-08&UserName={user}&PolicyName=own&PolicyDocument={Uri.EscapeDataString(policy.ToJsonString())}");
        var key = await root.FormAsync("iam", $"Action=CreateAccessKey&Version=2010-05-08&UserName={user}");
        using var aws = new RawAws(registry.Server.EndpointUrl, key.Xml("AccessKeyId")!, key.Xml("SecretAccessKey")!);
        while ((int)(await aws.FormAsync("sts", "Action=GetCallerIdentity&Version=2011-06-15")).Status != 200)
        {
            await Task.Delay(50);
        }

        return (user, key.Xml("AccessKeyId")!);
    }
}
