using System;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Registry;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecr;

public sealed class EcrPublicTests(RegistryFixture sandbox) : IClassFixture<RegistryFixture>
{
    [SkippableFact]
    public async Task The_token_of_ECR_Public_opens_the_registry()
    {
        var data = (await sandbox.Aws.JsonAsync("ecr-public", "get-authorization-token"))["authorizationData"]!;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String((string)data["authorizationToken"]!));
        using var client = new RegistryClient(sandbox.Server.RegistryUri, pair["AWS:".Length..]);

        Assert.Equal(200, (int)(await client.SendAsync("GET", "/v2/")).StatusCode);
    }

    [SkippableFact]
    public async Task A_public_repository_is_pushed_to_and_is_none_of_ECR()
    {
        var name = $"tool-{Guid.NewGuid():N}";
        var made = (await sandbox.Aws.JsonAsync("ecr-public", "create-repository", "--repository-name", name))["repository"]!;
        var uri = (string)made["repositoryUri"]!;
        await sandbox.Client.PushImageAsync(uri[(uri.IndexOf('/', StringComparison.Ordinal) + 1)..], "1", 10);
        var ecr = await sandbox.Aws.JsonAsync("ecr", "describe-repositories");

        Assert.Equal($"arn:aws:ecr-public::000000000000:repository/{name}", (string?)made["repositoryArn"]);
        Assert.DoesNotContain(name, ecr.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains($"The repository with name '{name}' already exists", await sandbox.Aws.ErrorAsync("ecr-public", "create-repository", "--repository-name", name), StringComparison.Ordinal);
        Assert.Contains("(RepositoryNotEmptyException)", await sandbox.Aws.ErrorAsync("ecr-public", "delete-repository", "--repository-name", name), StringComparison.Ordinal);
        Assert.Equal(name, (string?)(await sandbox.Aws.JsonAsync("ecr-public", "describe-repositories"))["repositories"]![0]!["repositoryName"]);
        await sandbox.Aws.JsonAsync("ecr-public", "delete-repository", "--repository-name", name, "--force");
        Assert.Contains("(RepositoryNotFoundException)", await sandbox.Aws.ErrorAsync("ecr-public", "describe-repositories", "--repository-names", name), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Another_region_than_us_east_1_has_no_ECR_Public()
    {
        Assert.Contains(
            "(UnsupportedCommandException)",
            await sandbox.Aws.ErrorAsync("--region", "eu-west-1", "ecr-public", "get-authorization-token"),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task There_is_one_public_registry()
    {
        var registries = (await sandbox.Aws.JsonAsync("ecr-public", "describe-registries"))["registries"]!.AsArray();

        Assert.Equal("public.ecr.aws/sandbox", (string?)Assert.Single(registries)!["registryUri"]);
    }
}
