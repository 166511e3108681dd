using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Registry;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecr;

public sealed class RepositoryTests(RegistryFixture sandbox) : IClassFixture<RegistryFixture>
{
    [SkippableFact]
    public async Task A_repository_is_made_described_and_deleted()
    {
        var name = $"team/app-{Guid.NewGuid():N}";
        var made = (await sandbox.Aws.JsonAsync(
            "ecr", "create-repository", "--repository-name", name, "--tags", "Key=a,Value=1", "--image-scanning-configuration", "scanOnPush=true"))["repository"]!;
        var described = (await sandbox.Aws.JsonAsync("ecr", "describe-repositories", "--repository-names", name))["repositories"]![0]!;
        var tags = await sandbox.Aws.JsonAsync("ecr", "list-tags-for-resource", "--resource-arn", (string)made["repositoryArn"]!);
        var deleted = await sandbox.Aws.JsonAsync("ecr", "delete-repository", "--repository-name", name);

        Assert.Equal($"arn:aws:ecr:us-east-1:000000000000:repository/{name}", (string?)made["repositoryArn"]);
        Assert.Equal($"{sandbox.Server.RegistryUri}/{name}", (string?)made["repositoryUri"]);
        Assert.Equal("000000000000", (string?)made["registryId"]);
        Assert.Equal("MUTABLE", (string?)made["imageTagMutability"]);
        Assert.Equal("AES256", (string?)made["encryptionConfiguration"]!["encryptionType"]);
        Assert.True((bool)made["imageScanningConfiguration"]!["scanOnPush"]!);
        Assert.InRange(RegistryFixture.TimeOf(made["createdAt"]!), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.True(JsonNode.DeepEquals(made, described));
        Assert.Equal("""[{"Key":"a","Value":"1"}]""", tags["tags"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(made, deleted["repository"]));
        Assert.Contains(
            $"(RepositoryNotFoundException) when calling the DescribeRepositories operation: The repository with name '{name}' does not exist in the registry with id '000000000000'",
            await sandbox.Aws.ErrorAsync("ecr", "describe-repositories", "--repository-names", name),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_second_repository_of_a_name_is_refused()
    {
        var name = await sandbox.NewRepositoryAsync();

        Assert.Contains(
            $"(RepositoryAlreadyExistsException) when calling the CreateRepository operation: The repository with name '{name}' already exists in the registry with id '000000000000'",
            await sandbox.Aws.ErrorAsync("ecr", "create-repository", "--repository-name", name),
            StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("Upper")]
    [InlineData("two__-dashes")]
    [InlineData("-leading")]
    [InlineData("a//b")]
    public async Task A_name_outside_the_rules_is_refused(string name)
    {
        Assert.Contains("(InvalidParameterException)", await sandbox.Aws.ErrorAsync("ecr", "create-repository", $"--repository-name={name}"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_repository_with_images_is_deleted_only_by_force()
    {
        var name = await sandbox.NewRepositoryAsync();
        await sandbox.Client.PushImageAsync(name, "1", 10);

        Assert.Contains(
            $"(RepositoryNotEmptyException) when calling the DeleteRepository operation: The repository with name '{name}' in registry with id '000000000000' cannot be deleted because it still contains images",
            await sandbox.Aws.ErrorAsync("ecr", "delete-repository", "--repository-name", name),
            StringComparison.Ordinal);
        await sandbox.Aws.JsonAsync("ecr", "delete-repository", "--repository-name", name, "--force");
        using var gone = await sandbox.Client.SendAsync("GET", $"/v2/{name}/tags/list");
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [SkippableFact]
    public async Task Repositories_are_listed_in_pages()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => sandbox.NewRepositoryAsync("page")));
        var listed = await sandbox.Aws.JsonAsync("ecr", "describe-repositories", "--page-size", "2");

        Assert.Subset(listed["repositories"]!.AsArray().Select(one => (string)one!["repositoryName"]!).ToHashSet(), names.ToHashSet());
        Assert.Contains(
            "(InvalidParameterException)",
            await sandbox.Aws.ErrorAsync("ecr", "describe-repositories", "--no-paginate", "--next-token", "xx"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_has_as_many_repositories_as_asked_and_a_token_for_the_rest()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => sandbox.NewRepositoryAsync("token")));
        var first = await sandbox.CallAsync("DescribeRepositories", new JsonObject { ["maxResults"] = 2 });
        var second = await sandbox.CallAsync("DescribeRepositories", new JsonObject { ["maxResults"] = 2, ["nextToken"] = (string)first["nextToken"]! });

        Assert.Equal(2, first["repositories"]!.AsArray().Count);
        Assert.DoesNotContain((string)first["repositories"]![1]!["repositoryName"]!, second.ToJsonString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Mutability_and_scanning_can_be_changed()
    {
        var name = await sandbox.NewRepositoryAsync();
        await sandbox.Aws.JsonAsync("ecr", "put-image-scanning-configuration", "--repository-name", name, "--image-scanning-configuration", "scanOnPush=true");
        await sandbox.CallAsync("PutImageTagMutability", new JsonObject
        {
            ["repositoryName"] = name,
            ["imageTagMutability"] = "IMMUTABLE_WITH_EXCLUSION",
            ["imageTagMutabilityExclusionFilters"] = new JsonArray(new JsonObject { ["filterType"] = "WILDCARD", ["filter"] = "dev*" }),
        });
        var described = (await sandbox.Aws.JsonAsync("ecr", "describe-repositories", "--repository-names", name))["repositories"]![0]!;

        Assert.True((bool)described["imageScanningConfiguration"]!["scanOnPush"]!);
        Assert.Equal("IMMUTABLE_WITH_EXCLUSION", (string?)described["imageTagMutability"]);
        Assert.Equal("dev*", (string?)described["imageTagMutabilityExclusionFilters"]![0]!["filter"]);
    }

    [Theory]
    [InlineData("IMMUTABLE_WITH_EXCLUSION", null)]
    [InlineData("IMMUTABLE", "dev*")]
    [InlineData("MUTABLE_WITH_EXCLUSION", "a*b*c*")]
    public async Task Filters_and_mutability_must_go_together(string mutability, string? filter)
    {
        var input = new JsonObject { ["repositoryName"] = $"x-{Guid.NewGuid():N}", ["imageTagMutability"] = mutability };
        if (filter is not null)
        {
            input["imageTagMutabilityExclusionFilters"] = new JsonArray(new JsonObject { ["filterType"] = "WILDCARD", ["filter"] = filter });
        }

        await sandbox.RefusesAsync("InvalidParameterException", "CreateRepository", input);
    }

    [SkippableFact]
    public async Task Tags_are_added_and_taken_away()
    {
        var arn = $"arn:aws:ecr:us-east-1:000000000000:repository/{await sandbox.NewRepositoryAsync()}";
        await sandbox.Aws.JsonAsync("ecr", "tag-resource", "--resource-arn", arn, "--tags", "Key=a,Value=1", "Key=b,Value=2");
        await sandbox.Aws.JsonAsync("ecr", "untag-resource", "--resource-arn", arn, "--tag-keys", "a");
        var tags = await sandbox.Aws.JsonAsync("ecr", "list-tags-for-resource", "--resource-arn", arn);

        Assert.Equal("""[{"Key":"b","Value":"2"}]""", tags["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData("InvalidTagParameterException", "aws:own", 1)]
    [InlineData("InvalidTagParameterException", "", 1)]
    [InlineData("TooManyTagsException", "key", 51)]
    public async Task Tags_outside_the_rules_are_refused(string code, string key, int count)
    {
        var tags = Enumerable.Range(0, count).Select(i => (JsonNode)new JsonObject { ["Key"] = i == 0 ? key : $"{key}{i}", ["Value"] = "" });

        await sandbox.RefusesAsync(code, "CreateRepository", new JsonObject
        {
            ["repositoryName"] = $"x-{Guid.NewGuid():N}",
            ["tags"] = new JsonArray(tags.ToArray()),
        });
    }

    [SkippableFact]
    public async Task A_repository_of_another_account_is_not_there()
    {
        var name = await sandbox.NewRepositoryAsync();

        Assert.Contains(
            "does not exist in the registry with id '123456789012'",
            await sandbox.Aws.ErrorAsync("ecr", "list-images", "--registry-id", "123456789012", "--repository-name", name),
            StringComparison.Ordinal);
    }
}
