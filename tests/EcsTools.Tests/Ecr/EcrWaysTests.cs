using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Push;
using EcsTools.Images.Registry;
using EcsTools.Models;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Tests.Images;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Services;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Ecr;

/// <summary>What ECR does that other registries do not, and what is made of it.</summary>
public sealed class EcrWaysTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_that_ended_which_ECR_says_with_403_is_fetched_anew_once()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "ended");
        world.Dispose();
        var (ended, good) = (Basic(DateTimeOffset.UtcNow.AddHours(-1)), Basic(DateTimeOffset.UtcNow.AddHours(1)));
        var (current, renewals) = (ended, 0);
        Task<string> TokenAsync(bool renew, CancellationToken token)
        {
            (current, renewals) = renew ? (good, renewals + 1) : (current, renewals);
            return Task.FromResult(current);
        }

        using var client = Client(repository, new EcrRegistryAuthorization(TokenAsync, new ImpatientClock()));
        var image = TestImage.Of(7, "ended", 40_000, 30_000);
        var result = await new RegistryPusher(client, new PushedLayerCache(_folder.Path), new PushReport("test", null))
            .PushAsync(image.Manifest, ["1"], default);

        Assert.Equal((3, 1), (result.BlobsSent, renewals));
    }

    [Fact]
    public async Task A_token_that_stays_refused_says_so_and_not_that_rights_are_missing()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "refused");
        world.Dispose();
        using var client = Client(repository, new EcrRegistryAuthorization((_, _) => Task.FromResult(Basic(DateTimeOffset.UtcNow.AddHours(-1))), new ImpatientClock()));

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => client.GetManifestAsync("1", default));

        Assert.Equal("RegistryUnauthorized", error.ErrorId);
    }

    [Fact]
    public async Task A_missing_repository_is_explained_with_how_to_make_it()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "gone");
        world.Dispose();
        var image = TestImage.Of(8, "gone", 10_000);
        using var client = EcrRegistryClients.Open(sandbox.Connection, repository.RepositoryUri.Split('/')[0], "no/such/repository");
        var missing = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(client, image));
        Assert.Equal(("RepositoryNotFound", "Create it: Initialize-EcrRepository no/such/repository"), (missing.ErrorId, missing.Remedy));
    }

    [Fact]
    public async Task A_connection_that_ends_early_is_explained_with_how_to_make_the_repository()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "gone");
        world.Dispose();
        var image = TestImage.Of(8, "gone", 10_000);
        using var proxy = new FaultProxy(repository.RepositoryUri.Split('/')[0], seed: 1, rate: 1, authorization: "Basic " + Basic(DateTimeOffset.UtcNow.AddHours(1)), Fault.EndEarly);
        using var early = RepositoryClients.For(proxy.Host, proxy, "no/such/repository");
        var ended = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(early, image));
        Assert.Equal("RegistryUnreachable", ended.ErrorId);
        Assert.Contains("Initialize-EcrRepository", ended.Remedy);
    }

    [Fact]
    public async Task Tags_exempt_from_immutability_move_and_the_others_are_refused_before_a_byte_is_sent()
    {
        var repository = await new EcrRepositories(sandbox.Connection).InitializeAsync(
            new InitializeRepositoryRequest { RepositoryName = $"fixed-{Guid.NewGuid():N}", ImageTagMutability = "IMMUTABLE", TagExclusions = ["latest", "dev-*"] }, default);
        using var client = EcrRegistryClients.Open(sandbox.Connection, repository.RepositoryUri);
        var (first, second) = (TestImage.Of(9, "first", 10_000), TestImage.Of(10, "second", 10_000));
        await PushAsync(client, first, TagMutability.Of(repository), "1.0", "dev-a");

        Assert.Equal(1, (await PushAsync(client, second, TagMutability.Of(repository), "dev-a")).TagsReplaced);
        var report = new PushReport("test", null);
        var third = TestImage.Of(11, "third", 10_000);
        var pusher = new RegistryPusher(client, new PushedLayerCache(_folder.Path), report) { IsImmutable = TagMutability.Of(repository) };
        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => pusher.PushAsync(third.Manifest, ["1.0", "latest"], default));
        Assert.Equal(("ImageTagImmutable", 0), (refused.ErrorId, report.Sent));
        Assert.Equal(1, (await PushAsync(client, first, TagMutability.Of(repository), "1.0")).TagsPresent);
    }

    [Theory]
    [InlineData("team/web", "team", "CREATE_ON_PUSH", true)]
    [InlineData("team/web", "team/", "CREATE_ON_PUSH", true)]
    [InlineData("teams/web", "team", "CREATE_ON_PUSH", false)]
    [InlineData("team/web", "ROOT", "CREATE_ON_PUSH", true)]
    [InlineData("team/web", "team", "PULL_THROUGH_CACHE", false)]
    public async Task A_repository_that_a_push_makes_by_the_account_s_template_is_left_to_the_push(string name, string prefix, string appliedFor, bool left)
    {
        using var ecr = new ScriptedEcs();
        ecr.On("DescribeRepositories", _ => new JsonObject { ["__type"] = "RepositoryNotFoundException", ["message"] = "none" })
            .On("DescribeRepositoryCreationTemplates", _ => new JsonObject
            {
                ["repositoryCreationTemplates"] = new JsonArray(new JsonObject { ["prefix"] = prefix, ["appliedFor"] = new JsonArray(appliedFor) }),
            })
            .On("CreateRepository", input => new JsonObject
            {
                ["repository"] = new JsonObject { ["repositoryName"] = (string)input["repositoryName"]!, ["repositoryUri"] = "made", ["registryId"] = "123456789012" },
            })
            .On("GetAuthorizationToken", _ => new JsonObject
            {
                ["authorizationData"] = new JsonArray(new JsonObject
                {
                    ["authorizationToken"] = "QVdTOnB3",
                    ["expiresAt"] = DateTimeOffset.UtcNow.AddHours(12).ToUnixTimeSeconds(),
                    ["proxyEndpoint"] = "https://123456789012.dkr.ecr.us-east-1.amazonaws.com",
                }),
            });
        using var connection = ecr.Connect(SystemClock.Instance);

        var repository = await new EcrRepositories(connection).EnsureAsync(name, _ => { }, default);
        var plan = Assert.Single((await new EcrRepositories(connection).PlanEnsureAsync(name, default)).Steps);

        Assert.Equal((ChangeStatus.Created, left ? 0 : 1), (repository.Change, ecr.Count("CreateRepository")));
        Assert.Equal(left ? $"123456789012.dkr.ecr.us-east-1.amazonaws.com/{name}" : "made", repository.RepositoryUri);
        Assert.Equal(left, plan.Description.Contains("template", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("eu-west-1.amazonaws.com", false, false, "dkr.ecr.eu-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1.amazonaws.com", true, false, "dkr.ecr-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("us-east-2.amazonaws.com", false, true, "dkr-ecr.us-east-2.on.aws")]
    [InlineData("us-east-2.amazonaws.com", true, true, "dkr-ecr-fips.us-east-2.on.aws")]
    [InlineData("cn-north-1.amazonaws.com.cn", false, true, "dkr-ecr.cn-north-1.on.amazonwebservices.com.cn")]
    public void The_registry_is_reached_by_the_name_that_the_SDK_is_set_to(string plain, bool fips, bool dualStack, string reached)
    {
        Assert.Equal("123456789012." + reached, EcrRegistryHost.Reached("123456789012.dkr.ecr." + plain, fips, dualStack));
        Assert.Equal("localhost:5000", EcrRegistryHost.Reached("localhost:5000", fips, dualStack));
    }

    private string Basic(DateTimeOffset expiry)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + sandbox.Server.Cloud.Service<EcrService>().Registry.Tokens.Issue(expiry)));

    private static RepositoryClient Client(EcrRepository repository, IRegistryAuthorization authorization)
        => new(repository.RepositoryUri.Split('/')[0], repository.RepositoryName, authorization, new ImpatientClock());

    private Task<PushResult> PushAsync(RepositoryClient client, TestImage image, Func<string, bool>? isImmutable = null, params string[] tags)
        => new RegistryPusher(client, new PushedLayerCache(_folder.Path), new PushReport("test", null)) { IsImmutable = isImmutable ?? (_ => false) }
            .PushAsync(image.Manifest, tags.Length > 0 ? tags : ["1"], default);
}
