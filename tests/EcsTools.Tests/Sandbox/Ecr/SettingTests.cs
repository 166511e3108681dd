using System;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecr;

public sealed class SettingTests(RegistryFixture sandbox) : IClassFixture<RegistryFixture>
{
    private const string Lifecycle = """{"rules":[{"rulePriority":1,"description":"keep ten","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}]}""";
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Sid":"pull","Effect":"Allow","Principal":"*","Action":["ecr:BatchGetImage"]}]}""";

    [SkippableFact]
    public async Task A_lifecycle_policy_is_put_got_and_deleted()
    {
        using var folder = new TemporaryFolder();
        var name = await sandbox.NewRepositoryAsync();
        string[] get = ["ecr", "get-lifecycle-policy", "--repository-name", name];

        Assert.Contains(
            $"(LifecyclePolicyNotFoundException) when calling the GetLifecyclePolicy operation: Lifecycle policy does not exist for the repository with name '{name}'",
            await sandbox.Aws.ErrorAsync(get),
            StringComparison.Ordinal);
        await sandbox.Aws.JsonAsync("ecr", "put-lifecycle-policy", "--repository-name", name, "--lifecycle-policy-text", $"file://{folder.Write("p", Lifecycle)}");
        Assert.Equal(Lifecycle, (string?)(await sandbox.Aws.JsonAsync(get))["lifecyclePolicyText"]);
        Assert.Equal(Lifecycle, (string?)(await sandbox.Aws.JsonAsync("ecr", "delete-lifecycle-policy", "--repository-name", name))["lifecyclePolicyText"]);
        await sandbox.RefusesAsync("LifecyclePolicyNotFoundException", "DeleteLifecyclePolicy", new JsonObject { ["repositoryName"] = name });
    }

    [SkippableFact]
    public async Task A_repository_policy_is_set_got_and_deleted()
    {
        var name = await sandbox.NewRepositoryAsync();
        string[] get = ["ecr", "get-repository-policy", "--repository-name", name];

        Assert.Contains("(RepositoryPolicyNotFoundException)", await sandbox.Aws.ErrorAsync(get), StringComparison.Ordinal);
        await sandbox.Aws.JsonAsync("ecr", "set-repository-policy", "--repository-name", name, "--policy-text", Policy);
        Assert.Equal(Policy, (string?)(await sandbox.Aws.JsonAsync(get))["policyText"]);
        Assert.Equal(Policy, (string?)(await sandbox.Aws.JsonAsync("ecr", "delete-repository-policy", "--repository-name", name))["policyText"]);
        Assert.Contains(
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
            await sandbox.Aws.ErrorAsync("ecr", "set-repository-policy", "--repository-name", name, "--policy-text", """{"Statement":[{"Effect":"Maybe"}]}"""),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Account_settings_have_defaults_and_known_values()
    {
        Assert.Equal("DISABLED", (string?)(await sandbox.Aws.JsonAsync("ecr", "get-account-setting", "--name", "BLOB_MOUNTING"))["value"]);
        Assert.Equal("ENABLED", (string?)(await sandbox.Aws.JsonAsync("ecr", "put-account-setting", "--name", "BLOB_MOUNTING", "--value", "ENABLED"))["value"]);
        Assert.Equal("ENABLED", (string?)(await sandbox.Aws.JsonAsync("ecr", "get-account-setting", "--name", "BLOB_MOUNTING"))["value"]);
        Assert.Contains(
            "(InvalidParameterException)",
            await sandbox.Aws.ErrorAsync("ecr", "put-account-setting", "--name", "BLOB_MOUNTING", "--value", "yes"),
            StringComparison.Ordinal);
        Assert.Contains("(InvalidParameterException)", await sandbox.Aws.ErrorAsync("ecr", "get-account-setting", "--name", "NOTHING"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task There_are_no_pull_through_rules_and_no_creation_templates()
    {
        Assert.Empty((await sandbox.Aws.JsonAsync("ecr", "describe-pull-through-cache-rules"))["pullThroughCacheRules"]!.AsArray());
        Assert.Empty((await sandbox.Aws.JsonAsync("ecr", "describe-repository-creation-templates"))["repositoryCreationTemplates"]!.AsArray());
        Assert.Contains(
            "(PullThroughCacheRuleNotFoundException)",
            await sandbox.Aws.ErrorAsync("ecr", "describe-pull-through-cache-rules", "--ecr-repository-prefixes", "docker-hub"),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_token_of_GetAuthorizationToken_opens_the_registry()
    {
        var data = (await sandbox.Aws.JsonAsync("ecr", "get-authorization-token"))["authorizationData"]![0]!;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String((string)data["authorizationToken"]!));
        var expiry = RegistryFixture.TimeOf(data["expiresAt"]!);
        var password = (await sandbox.Aws.RunAsync("ecr", "get-login-password")).Output;

        Assert.StartsWith("AWS:", pair, StringComparison.Ordinal);
        Assert.Equal($"http://{sandbox.Server.RegistryUri}", (string?)data["proxyEndpoint"]);
        Assert.InRange(expiry - DateTimeOffset.UtcNow, TimeSpan.FromHours(11.9), TimeSpan.FromHours(12.1));
        foreach (var one in new[] { pair["AWS:".Length..], password.TrimEnd('\n') })
        {
            using var client = new RegistryClient(sandbox.Server.RegistryUri, one);
            Assert.Equal(200, (int)(await client.SendAsync("GET", "/v2/")).StatusCode);
        }
    }
}
