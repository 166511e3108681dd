using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.Secrets;

/// <summary>Secrets Manager of the sandbox, asked by boto3.</summary>
public sealed class SecretsTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    private const string Gone = "ResourceNotFoundException: Secrets Manager can't find the specified secret.";

    [SkippableFact]
    public async Task A_secret_keeps_its_current_and_its_previous_value()
    {
        var name = await CreateAsync("versions", "one");
        var second = await CallAsync("PutSecretValue", name, new JsonObject { ["SecretString"] = "two" });
        await CallAsync("PutSecretValue", name, new JsonObject { ["SecretString"] = "three" });

        Assert.Equal("three", await ValueAsync(name, []));
        Assert.Equal("two", await ValueAsync(name, new JsonObject { ["VersionStage"] = "AWSPREVIOUS" }));
        Assert.Equal("two", await ValueAsync(name, new JsonObject { ["VersionId"] = (string)second["VersionId"]! }));
        var stages = (await CallAsync("DescribeSecret", name))["VersionIdsToStages"]!.AsObject();
        Assert.Equal(["AWSCURRENT", "AWSPREVIOUS"], stages.SelectMany(version => version.Value!.AsArray().Select(stage => (string)stage!)).Order());
    }

    [SkippableFact]
    public async Task A_secret_is_found_by_its_name_and_by_its_ARN_with_and_without_the_ending()
    {
        var name = await CreateAsync("found", "x");
        var arn = (string)(await CallAsync("DescribeSecret", name))["ARN"]!;

        Assert.Matches($"^arn:aws:secretsmanager:us-east-1:000000000000:secret:{name}-[A-Za-z0-9]{{6}}$", arn);
        Assert.Equal("x", await ValueAsync(arn, []));
        Assert.Equal("x", await ValueAsync(arn[..^7], []));
        Assert.Equal(Gone, await RefusalAsync("GetSecretValue", name[..^1]));
    }

    [SkippableFact]
    public async Task A_request_that_is_sent_again_creates_nothing()
    {
        var name = EcsSandbox.Unique("again");
        var request = new JsonObject { ["Name"] = name, ["SecretString"] = "x", ["ClientRequestToken"] = "11111111-2222-3333-4444-555555555555" };

        var first = await sandbox.Boto.CallAsync("secretsmanager", "CreateSecret", request.DeepClone().AsObject());
        var second = await sandbox.Boto.CallAsync("secretsmanager", "CreateSecret", request.DeepClone().AsObject());

        Assert.Equal((string)first["ARN"]!, (string)second["ARN"]!);
        request["SecretString"] = "y";
        Assert.StartsWith("ResourceExistsException", await sandbox.Boto.RefusalAsync("secretsmanager", "CreateSecret", request));
        Assert.StartsWith("ResourceExistsException", await RefusalAsync(
            "PutSecretValue", name, new JsonObject { ["SecretString"] = "y", ["ClientRequestToken"] = "11111111-2222-3333-4444-555555555555" }));
    }

    [SkippableFact]
    public async Task A_deleted_secret_waits_and_refuses_until_it_is_gone()
    {
        var name = await CreateAsync("deleted", "x");
        await CallAsync("DeleteSecret", name, new JsonObject { ["RecoveryWindowInDays"] = 7 });

        Assert.StartsWith("InvalidRequestException: You can't perform this operation on the secret", await RefusalAsync("GetSecretValue", name));
        Assert.StartsWith("InvalidRequestException: You can't create this secret", await sandbox.Boto.RefusalAsync(
            "secretsmanager", "CreateSecret", new JsonObject { ["Name"] = name }));
        Assert.NotNull((await CallAsync("DescribeSecret", name))["DeletedDate"]);
        Assert.DoesNotContain(name, await NamesAsync([]));
        Assert.Contains(name, await NamesAsync(new JsonObject { ["IncludePlannedDeletion"] = true }));
        await CallAsync("DeleteSecret", name, new JsonObject { ["ForceDeleteWithoutRecovery"] = true });
        Assert.Equal(Gone, await RefusalAsync("DescribeSecret", name));
    }

    [SkippableFact]
    public async Task Secrets_are_listed_in_pages_and_by_filters()
    {
        var prefix = EcsSandbox.Unique("listed");
        foreach (var number in Enumerable.Range(0, 3))
        {
            await sandbox.Boto.CallAsync("secretsmanager", "CreateSecret", new JsonObject
            {
                ["Name"] = $"{prefix}/{number}", ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "n", ["Value"] = $"{prefix}{number}" }),
            });
        }

        var filter = new JsonObject { ["Key"] = "name", ["Values"] = new JsonArray(prefix) };
        var first = await sandbox.Boto.CallAsync(
            "secretsmanager", "ListSecrets", new JsonObject { ["MaxResults"] = 2, ["SortOrder"] = "asc", ["Filters"] = new JsonArray(filter.DeepClone()) });
        Assert.Equal([$"{prefix}/0", $"{prefix}/1"], first["SecretList"]!.AsArray().Select(one => (string)one!["Name"]!));
        var rest = await sandbox.Boto.CallAsync("secretsmanager", "ListSecrets", new JsonObject
        {
            ["MaxResults"] = 2, ["SortOrder"] = "asc", ["NextToken"] = (string)first["NextToken"]!, ["Filters"] = new JsonArray(filter.DeepClone()),
        });
        Assert.Equal([$"{prefix}/2"], rest["SecretList"]!.AsArray().Select(one => (string)one!["Name"]!));
        Assert.Equal([$"{prefix}/1"], await NamesAsync(new JsonObject
        {
            ["Filters"] = new JsonArray(new JsonObject { ["Key"] = "tag-value", ["Values"] = new JsonArray($"{prefix}1") }),
        }));
    }

    [SkippableFact]
    public async Task Tags_are_added_and_removed()
    {
        var name = await CreateAsync("tagged", "x");
        await CallAsync("TagResource", name, new JsonObject
        {
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "a", ["Value"] = "1" }, new JsonObject { ["Key"] = "b", ["Value"] = "2" }),
        });
        await CallAsync("UntagResource", name, new JsonObject { ["TagKeys"] = new JsonArray("a") });

        var tag = Assert.Single((await CallAsync("DescribeSecret", name))["Tags"]!.AsArray())!;
        Assert.Equal(("b", "2"), ((string)tag["Key"]!, (string)tag["Value"]!));
    }

    [SkippableTheory]
    [InlineData("CreateSecret", """{ "Name": "a b" }""", "ValidationException: Invalid name.")]
    [InlineData("CreateSecret", """{ "Name": "both", "SecretString": "x", "SecretBinary": "eA==" }""", "InvalidParameterException: You can't specify both")]
    [InlineData("PutSecretValue", """{ "SecretId": "none", "SecretString": "x" }""", Gone)]
    [InlineData("DeleteSecret", """{ "SecretId": "none", "RecoveryWindowInDays": 7, "ForceDeleteWithoutRecovery": true }""", "InvalidParameterException")]
    public async Task What_Secrets_Manager_refuses_is_refused(string operation, string input, string refusal)
        => Assert.StartsWith(refusal, await sandbox.Boto.RefusalAsync("secretsmanager", operation, JsonNode.Parse(input)!.AsObject()));

    private async Task<string> CreateAsync(string prefix, string value)
    {
        var name = EcsSandbox.Unique(prefix);
        await sandbox.Boto.CallAsync("secretsmanager", "CreateSecret", new JsonObject { ["Name"] = name, ["SecretString"] = value });
        return name;
    }

    private Task<JsonObject> CallAsync(string operation, string secret, JsonObject? input = null)
        => sandbox.Boto.CallAsync("secretsmanager", operation, Of(secret, input));

    private Task<string> RefusalAsync(string operation, string secret, JsonObject? input = null)
        => sandbox.Boto.RefusalAsync("secretsmanager", operation, Of(secret, input));

    private async Task<string> ValueAsync(string secret, JsonObject input) => (string)(await CallAsync("GetSecretValue", secret, input))["SecretString"]!;

    private async Task<string[]> NamesAsync(JsonObject input)
        => (await sandbox.Boto.CallAsync("secretsmanager", "ListSecrets", input))["SecretList"]!.AsArray().Select(one => (string)one!["Name"]!).ToArray();

    private static JsonObject Of(string secret, JsonObject? input)
    {
        var named = input ?? [];
        named["SecretId"] = secret;
        return named;
    }
}
