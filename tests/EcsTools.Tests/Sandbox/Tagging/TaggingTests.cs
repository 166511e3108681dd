using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.Tagging;

/// <summary>The Resource Groups Tagging API of the sandbox, asked by boto3.</summary>
public sealed class TaggingTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    [SkippableFact]
    public async Task Resources_of_every_service_are_listed_by_their_tag()
    {
        var key = EcsSandbox.Unique("all");
        var wanted = new List<string>
        {
            Arn(await CallAsync("ecs", "CreateCluster", $$"""{ "clusterName": "{{key}}", "tags": [{ "key": "{{key}}", "value": "1" }] }"""), "cluster.clusterArn"),
            Arn(await CallAsync("ecr", "CreateRepository", $$"""{ "repositoryName": "{{key}}", "tags": [{ "Key": "{{key}}", "Value": "1" }] }"""), "repository.repositoryArn"),
            Arn(await CallAsync("secretsmanager", "CreateSecret", $$"""{ "Name": "{{key}}", "Tags": [{ "Key": "{{key}}", "Value": "1" }] }"""), "ARN"),
            Arn(await CallAsync("scheduler", "CreateScheduleGroup", $$"""{ "Name": "{{key}}", "Tags": [{ "Key": "{{key}}", "Value": "1" }] }"""), "ScheduleGroupArn"),
            Arn(
                await CallAsync("events", "PutRule", $$"""{ "Name": "{{key}}", "ScheduleExpression": "rate(1 day)", "Tags": [{ "Key": "{{key}}", "Value": "1" }] }"""),
                "RuleArn"),
            Arn(
                await CallAsync("iam", "CreatePolicy", $$"""
                    { "PolicyName": "{{key}}", "Tags": [{ "Key": "{{key}}", "Value": "1" }],
                      "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }
                    """),
                "Policy.Arn"),
            Arn(
                await CallAsync("elbv2", "CreateTargetGroup", $$"""
                    { "Name": "{{key}}", "Protocol": "HTTP", "Port": 80, "TargetType": "ip", "VpcId": "{{await VpcAsync()}}", "Tags": [{ "Key": "{{key}}", "Value": "1" }] }
                    """),
                "TargetGroups.0.TargetGroupArn"),
        };
        await CallAsync("logs", "CreateLogGroup", $$"""{ "logGroupName": "/test/{{key}}", "tags": { "{{key}}": "1" } }""");
        wanted.Add($"arn:aws:logs:us-east-1:000000000000:log-group:/test/{key}");
        var group = await CallAsync("ec2", "CreateSecurityGroup", $$"""
            { "GroupName": "{{key}}", "Description": "test", "VpcId": "{{await VpcAsync()}}",
              "TagSpecifications": [{ "ResourceType": "security-group", "Tags": [{ "Key": "{{key}}", "Value": "1" }] }] }
            """);
        wanted.Add($"arn:aws:ec2:us-east-1:000000000000:security-group/{(string)group["GroupId"]!}");

        Assert.Equal(wanted.Order(), (await FindAsync($$"""{ "TagFilters": [{ "Key": "{{key}}" }] }""")).Order());
        Assert.Equal([wanted[0]], await FindAsync($$"""{ "TagFilters": [{ "Key": "{{key}}", "Values": ["0", "1"] }], "ResourceTypeFilters": ["ecs:cluster"] }"""));
        Assert.Equal([wanted[1]], await FindAsync($$"""{ "TagFilters": [{ "Key": "{{key}}" }], "ResourceTypeFilters": ["ecr"] }"""));
        Assert.Empty(await FindAsync($$"""{ "TagFilters": [{ "Key": "{{key}}", "Values": ["2"] }] }"""));
        Assert.Empty(await FindAsync($$"""{ "TagFilters": [{ "Key": "{{key}}" }, { "Key": "none" }] }"""));
        Assert.Equal([wanted[0]], await FindAsync($$"""{ "ResourceARNList": ["{{wanted[0]}}"] }"""));
        await CallAsync("ecs", "DeleteCluster", $$"""{ "cluster": "{{key}}" }""");
        Assert.DoesNotContain(wanted[0], await FindAsync($$"""{ "TagFilters": [{ "Key": "{{key}}" }] }"""));
    }

    [SkippableFact]
    public async Task Pages_hold_as_many_as_they_are_told_and_the_last_token_is_empty()
    {
        var key = EcsSandbox.Unique("pages");
        foreach (var number in Enumerable.Range(0, 5))
        {
            await CallAsync("logs", "CreateLogGroup", $$"""{ "logGroupName": "/{{key}}/{{number}}", "tags": { "{{key}}": "v{{number}}" } }""");
        }

        var found = new List<int>();
        var token = "";
        do
        {
            var page = await CallAsync(
                "resourcegroupstaggingapi", "GetResources", $$"""{ "ResourcesPerPage": 2, "PaginationToken": "{{token}}", "TagFilters": [{ "Key": "{{key}}" }] }""");
            found.Add(page["ResourceTagMappingList"]!.AsArray().Count);
            token = (string)page["PaginationToken"]!;
        }
        while (token.Length > 0);

        Assert.Equal([2, 2, 1], found);
        Assert.Contains(key, (await CallAsync("resourcegroupstaggingapi", "GetTagKeys", "{}"))["TagKeys"]!.AsArray().Select(one => (string)one!));
        var values = await CallAsync("resourcegroupstaggingapi", "GetTagValues", $$"""{ "Key": "{{key}}" }""");
        Assert.Equal(["v0", "v1", "v2", "v3", "v4"], values["TagValues"]!.AsArray().Select(one => (string)one!));
    }

    [SkippableTheory]
    [InlineData("""{ "ResourcesPerPage": 101 }""")]
    [InlineData("""{ "TagsPerPage": 150 }""")]
    [InlineData("""{ "PaginationToken": "nothing" }""")]
    [InlineData("""{ "ExcludeCompliantResources": true }""")]
    [InlineData("""{ "ResourceARNList": ["arn:aws:ecs:us-east-1:000000000000:cluster/x"], "TagFilters": [{ "Key": "x" }] }""")]
    public async Task What_the_API_refuses_is_refused(string input)
        => Assert.StartsWith(
            "InvalidParameterException", await sandbox.Boto.RefusalAsync("resourcegroupstaggingapi", "GetResources", JsonNode.Parse(input)!.AsObject()));

    private Task<JsonObject> CallAsync(string service, string operation, string input)
        => sandbox.Boto.CallAsync(service, operation, JsonNode.Parse(input)!.AsObject());

    private async Task<string> VpcAsync() => (string)(await CallAsync("ec2", "DescribeVpcs", "{}"))["Vpcs"]![0]!["VpcId"]!;

    private async Task<IReadOnlyList<string>> FindAsync(string input)
        => (await CallAsync("resourcegroupstaggingapi", "GetResources", input))["ResourceTagMappingList"]!.AsArray()
            .Select(one => (string)one!["ResourceARN"]!).ToList();

    private static string Arn(JsonObject answer, string path)
        => (string)path.Split('.').Aggregate((JsonNode)answer, (node, part) => int.TryParse(part, out var index) ? node[index]! : node[part]!)!;
}
