using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>What AWS refuses at RegisterTaskDefinition, in its own words where they are public.</summary>
public sealed class TaskDefinitionRefusalTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    /// <summary>Members that replace those of a good definition, members that replace those of its container, and what is answered.</summary>
    public static TheoryData<string, string, string> Refused => new()
    {
        { """{"family":"no spaces"}""", "{}", "ClientException: Family contains invalid characters." },
        { """{"networkMode":"bridge"}""", "{}", "ClientException: Fargate only supports network mode ‘awsvpc’." },
        { """{"networkMode":null}""", "{}", "ClientException: Fargate only supports network mode ‘awsvpc’." },
        { """{"cpu":null}""", "{}", "ClientException: Fargate requires that 'cpu' be defined at the task level." },
        { """{"memory":null}""", "{}", "ClientException: Fargate requires that 'memory' be defined at the task level." },
        {
            """{"cpu":"300"}""", "{}",
            "ClientException: No Fargate configuration exists for given values: 300 CPU, 512 memory. See the Amazon ECS documentation for the valid values."
        },
        {
            """{"cpu":"1 vCPU","memory":"1 GB"}""", "{}",
            "ClientException: No Fargate configuration exists for given values: 1024 CPU, 1024 memory. See the Amazon ECS documentation for the valid values."
        },
        { """{"cpu":"much"}""", "{}", "InvalidParameterException: Invalid 'cpu' setting for task." },
        { """{"memory":"-1"}""", "{}", "InvalidParameterException: Invalid 'memory' setting for task." },
        { """{"containerDefinitions":[]}""", "{}", "ClientException: Container list cannot be empty." },
        {
            "{}", """{"image":"000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1"}""",
            "ClientException: Fargate requires task definition to have execution role ARN to support ECR images."
        },
        {
            "{}", """{"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g","awslogs-region":"us-east-1","awslogs-stream-prefix":"p"}}}""",
            "ClientException: Fargate requires task definition to have execution role ARN to support log driver awslogs."
        },
        {
            "{}", """{"secrets":[{"name":"S","valueFrom":"arn:aws:ssm:us-east-1:000000000000:parameter/s"}]}""",
            "ClientException: When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
        },
        { """{"executionRoleArn":"arn:aws:iam::000000000000:user/u"}""", "{}", "ClientException: Role is not valid" },
        { "{}", """{"name":null}""", "ClientException: Container.name should not be null or empty." },
        { "{}", """{"name":"a b"}""", "ClientException: Container.name contains invalid characters." },
        { "{}", """{"image":null}""", "ClientException: Container.image should not be null or empty." },
        { "{}", """{"image":"$IMAGE"}""", "ClientException: Container.image contains invalid characters." },
        { "{}", """{"essential":false}""", "ClientException: Task definition doesn't have any essential container." },
        {
            "{}", """{"portMappings":[{"containerPort":80,"hostPort":8080}]}""",
            "ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match."
        },
        { "{}", """{"portMappings":[{"containerPort":70000}]}""", "ClientException: Invalid 'containerPort' setting for container 'main'." },
        { "{}", """{"logConfiguration":{"logDriver":"json-file"}}""", "ClientException: json-file is not a valid log driver." },
        { "{}", """{"healthCheck":{"command":["true"]}}""", "ClientException: Health check command" },
        { "{}", """{"healthCheck":{"command":["CMD","true"],"interval":4}}""", "ClientException: Invalid healthCheck interval 4" },
        { "{}", """{"healthCheck":{"command":["CMD","true"],"timeout":61}}""", "ClientException: Invalid healthCheck timeout 61" },
        { "{}", """{"healthCheck":{"command":["CMD","true"],"retries":11}}""", "ClientException: Invalid healthCheck retries 11" },
        { "{}", """{"healthCheck":{"command":["CMD","true"],"startPeriod":301}}""", "ClientException: Invalid healthCheck startPeriod 301" },
        { "{}", """{"stopTimeout":121}""", "ClientException: Tasks using the Fargate launch type must have a container stop timeout" },
        { "{}", """{"memory":1024}""", "ClientException: The 'memory' setting for container 'main' is greater than for the task." },
        { "{}", """{"links":["other"]}""", "ClientException: Links are not supported when networkMode=awsvpc." },
        { "{}", """{"privileged":true}""", "ClientException: Fargate requires that the 'privileged' setting be 'false'." },
        { "{}", """{"dependsOn":[{"containerName":"ghost","condition":"START"}]}""", "ClientException: Cannot depend on container" },
        { "{}", """{"dependsOn":[{"containerName":"main","condition":"START"}]}""", "ClientException: Container dependsOn contains a cycle" },
        { "{}", """{"mountPoints":[{"sourceVolume":"data","containerPath":"/data"}]}""", "ClientException: Unknown volume 'data'." },
        { """{"volumes":[{"name":"v","host":{"sourcePath":"/etc"}}]}""", "{}", "ClientException: Fargate compatible task definitions do not support sourcePath" },
        { """{"ephemeralStorage":{"sizeInGiB":20}}""", "{}", "ClientException: EphemeralStorage size should be at least 21." },
        { """{"ephemeralStorage":{"sizeInGiB":201}}""", "{}", "ClientException: EphemeralStorage size should be at most 200." },
        { """{"tags":[{"key":"aws:x","value":"1"}]}""", "{}", "InvalidParameterException: Tag keys starting with 'aws:'" },
        {
            """{"runtimePlatform":{"operatingSystemFamily":"WINDOWS_SERVER_2022_CORE","cpuArchitecture":"ARM64"}}""", "{}",
            "ClientException: Windows tasks do not support the ARM64"
        },
        { """{"requiresCompatibilities":["EC2"],"memory":null}""", "{}", "ClientException: Invalid setting for container 'main'. At least one of 'memory'" },
    };

    [SkippableTheory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_definition_is_refused(string members, string container, string refusal)
    {
        var definition = EcsSandbox.Definition(container: JsonNode.Parse(container)!.AsObject());
        foreach (var member in JsonNode.Parse(members)!.AsObject())
        {
            definition[member.Key] = member.Value?.DeepClone();
        }

        Assert.StartsWith(refusal, await sandbox.RefusalAsync("RegisterTaskDefinition", WithoutNulls(definition)));
    }

    [SkippableFact]
    public async Task Eleven_containers_are_too_many()
    {
        var definition = EcsSandbox.Definition();
        definition["containerDefinitions"] = new JsonArray(Enumerable.Range(0, 11)
            .Select(number => (JsonNode)new JsonObject { ["name"] = "c" + number, ["image"] = "example:1" }).ToArray());

        Assert.Contains("Too many containers.", await sandbox.RefusalAsync("RegisterTaskDefinition", definition));
    }

    [SkippableFact]
    public async Task Two_containers_cannot_have_one_name()
    {
        var definition = EcsSandbox.Definition();
        var containers = definition["containerDefinitions"]!.AsArray();
        containers.Add(containers[0]!.DeepClone());

        Assert.Contains("unique", await sandbox.RefusalAsync("RegisterTaskDefinition", definition));
    }

    [SkippableTheory]
    [InlineData("COMPLETE")]
    [InlineData("SUCCESS")]
    public async Task Nothing_waits_for_an_essential_container_to_end(string condition)
    {
        var definition = EcsSandbox.Definition();
        definition["containerDefinitions"]!.AsArray().Add(JsonNode.Parse(
            $$"""{"name":"second","image":"example:1","dependsOn":[{"containerName":"main","condition":"{{condition}}"}]}"""));

        Assert.Contains("cannot be an essential container", await sandbox.RefusalAsync("RegisterTaskDefinition", definition));
    }

    [SkippableFact]
    public async Task The_model_is_held_to_as_well()
    {
        Assert.StartsWith("ClientException", await sandbox.RefusalAsync("RegisterTaskDefinition", new JsonObject { ["family"] = "f" }));
    }

    private static JsonObject WithoutNulls(JsonObject from)
    {
        foreach (var member in from.ToList())
        {
            if (member.Value is null)
            {
                from.Remove(member.Key);
            }
            else if (member.Value is JsonArray array)
            {
                foreach (var item in array.OfType<JsonObject>())
                {
                    WithoutNulls(item);
                }
            }
        }

        return from;
    }
}
