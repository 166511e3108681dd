using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Models;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Ecr;

/// <summary>What a repository is made to be, looked at with boto3.</summary>
public class RepositoryInitializationTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [SkippableFact]
    public async Task Every_option_holds_on_a_new_repository_and_a_second_run_changes_nothing()
    {
        var request = Request() with
        {
            ImageTagMutability = "IMMUTABLE",
            TagExclusions = ["latest", "dev-*"],
            ScanOnPush = true,
            KeepLast = 50,
            ExpireUntaggedAfter = TimeSpan.FromDays(14),
            PullAccounts = ["222222222222", "111111111111"],
        };
        var made = await InitializeAsync(request);
        var again = await InitializeAsync(request with { TagExclusions = ["dev-*", "latest"] });

        Assert.Equal((ChangeStatus.Created, ChangeStatus.Unchanged), (made.Change, again.Change));
        Assert.Equal(("IMMUTABLE_WITH_EXCLUSION", 2), (again.ImageTagMutability, again.TagExclusions.Count));
        var rules = (await LifecycleAsync(request.RepositoryName))["rules"]!.AsArray();
        Assert.Equal(["untagged", "any"], rules.Select(rule => (string)rule!["selection"]!["tagStatus"]!));
        Assert.Equal([14, 50], rules.Select(rule => (int)rule!["selection"]!["countNumber"]!));
        var statement = Assert.Single((await PolicyAsync(request.RepositoryName))["Statement"]!.AsArray())!;
        Assert.Equal(["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"], statement["Principal"]!["AWS"]!.AsArray().Select(arn => (string)arn!));
    }

    [SkippableFact]
    public async Task Only_what_was_asked_for_changes_and_it_is_said()
    {
        var request = Request() with { KeepLast = 50, ExpireUntaggedAfter = TimeSpan.FromDays(14), PullAccounts = ["111111111111"] };
        await InitializeAsync(request);

        var changed = await InitializeAsync(new InitializeRepositoryRequest { RepositoryName = request.RepositoryName, KeepLast = 10, PullAccounts = ["222222222222"] });

        Assert.Equal(
            [
                "~ lifecycle policy: without a tag expire after 14 days, keep the last 50 -> without a tag expire after 14 days, keep the last 10",
                "~ accounts that may pull: 111111111111 -> 222222222222",
            ],
            changed.Differences.Select(change => change.ToString()));
        Assert.Equal(ChangeStatus.Updated, changed.Change);
    }

    [SkippableFact]
    public async Task Rules_and_statements_of_others_stay_and_those_of_the_options_can_be_taken_away()
    {
        var request = Request();
        await InitializeAsync(request);
        var theirs = """{"rules":[{"rulePriority":5,"description":"release candidates","selection":{"tagStatus":"tagged","tagPrefixList":["rc"],"countType":"imageCountMoreThan","countNumber":3},"action":{"type":"expire"}}]}""";
        await CallAsync("PutLifecyclePolicy", new JsonObject { ["repositoryName"] = request.RepositoryName, ["lifecyclePolicyText"] = theirs });
        var policy = """{"Version":"2008-10-17","Statement":[{"Sid":"lambda","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"ecr:BatchGetImage"}]}""";
        await CallAsync("SetRepositoryPolicy", new JsonObject { ["repositoryName"] = request.RepositoryName, ["policyText"] = policy });

        await InitializeAsync(request with { KeepLast = 9, ExpireUntaggedAfter = TimeSpan.FromDays(1), PullAccounts = ["111111111111"] });

        var rules = (await LifecycleAsync(request.RepositoryName))["rules"]!.AsArray();
        Assert.Equal(["untagged", "tagged", "any"], rules.OrderBy(rule => (int)rule!["rulePriority"]!).Select(rule => (string)rule!["selection"]!["tagStatus"]!));
        Assert.Equal(["lambda", "EcsToolsPull"], (await PolicyAsync(request.RepositoryName))["Statement"]!.AsArray().Select(statement => (string)statement!["Sid"]!));

        var cleared = await InitializeAsync(request with { KeepLast = 0, ExpireUntaggedAfter = TimeSpan.Zero, PullAccounts = [] });
        Assert.Equal(ChangeStatus.Updated, cleared.Change);
        Assert.Equal("tagged", (string?)Assert.Single((await LifecycleAsync(request.RepositoryName))["rules"]!.AsArray())!["selection"]!["tagStatus"]);
        Assert.Equal("lambda", (string?)Assert.Single((await PolicyAsync(request.RepositoryName))["Statement"]!.AsArray())!["Sid"]);
    }

    [Fact]
    public async Task A_key_is_settled_with_the_repository_and_an_alias_is_not_held_against_the_key_behind_it()
    {
        var request = Request() with { KmsKey = "arn:aws:kms:us-east-1:000000000000:key/0123" };
        Assert.Equal("KMS", (await InitializeAsync(request)).EncryptionType);
        Assert.Equal(ChangeStatus.Unchanged, (await InitializeAsync(request with { KmsKey = "alias/mine" })).Change);
        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => InitializeAsync(request with { KmsKey = "other" }));
        Assert.Equal("RepositoryEncryptionFixed", refused.ErrorId);
    }

    private static InitializeRepositoryRequest Request() => new() { RepositoryName = $"init-{Guid.NewGuid():N}" };

    private Task<EcrRepository> InitializeAsync(InitializeRepositoryRequest request) => new EcrRepositories(sandbox.Connection).InitializeAsync(request, default);

    private Task<JsonObject> CallAsync(string operation, JsonObject input) => sandbox.Boto.CallAsync("ecr", operation, input);

    private async Task<JsonNode> LifecycleAsync(string name)
        => JsonNode.Parse((string)(await CallAsync("GetLifecyclePolicy", new JsonObject { ["repositoryName"] = name }))["lifecyclePolicyText"]!)!;

    private async Task<JsonNode> PolicyAsync(string name)
        => JsonNode.Parse((string)(await CallAsync("GetRepositoryPolicy", new JsonObject { ["repositoryName"] = name }))["policyText"]!)!;
}
