using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>What AWS refuses at RunTask, in its own words where they are public.</summary>
public sealed class RunTaskRefusalTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    /// <summary>Members that replace those of a good RunTask, and what is answered.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { """{"cluster":"nowhere"}""", "ClusterNotFoundException: Cluster not found." },
        { """{"count":11}""", "InvalidParameterException: count" },
        { """{"taskDefinition":"nothing"}""", "ClientException: TaskDefinition not found." },
        { """{"launchType":null}""", "InvalidParameterException: No Container Instances were found in your cluster." },
        {
            """{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}]}""",
            "InvalidParameterException: Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
        },
        {
            """{"launchType":null,"capacityProviderStrategy":[{"capacityProvider":"FARGATE_SPOT","weight":1}]}""",
            "InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is not associated"
        },
        {
            """{"networkConfiguration":null}""",
            "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified."
        },
        { """{"networkConfiguration":{"awsvpcConfiguration":{"subnets":[]}}}""", "InvalidParameterException: subnets can not be empty." },
        {
            """{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-0123"]}}}""",
            "InvalidParameterException: Error retrieving subnet information for [subnet-0123]: The subnet ID 'subnet-0123' does not exist"
        },
        {
            """{"overrides":{"containerOverrides":[{"name":"ghost","command":["x"]}]}}""",
            "InvalidParameterException: Override for container named ghost is not a container in the TaskDefinition."
        },
        { """{"overrides":{"cpu":"300"}}""", "ClientException: No Fargate configuration exists for given values: 300 CPU, 512 memory." },
        { """{"platformVersion":"9.9.9"}""", "PlatformUnknownException" },
        { """{"startedBy":"no spaces please"}""", "InvalidParameterException: startedBy" },
    };

    [SkippableTheory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_run_is_refused(string members, string refusal)
    {
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition()));
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            if (value is null)
            {
                input.Remove(name);
            }
            else
            {
                input[name] = value.DeepClone();
            }
        }

        Assert.StartsWith(refusal, await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableTheory]
    [InlineData("arn:aws:iam::000000000000:role/not-there")]
    [InlineData("lambda.amazonaws.com")]
    public async Task A_role_that_ECS_cannot_assume_is_refused(string roleOrTrust)
    {
        var role = roleOrTrust.StartsWith("arn:") ? roleOrTrust : await sandbox.NewRoleAsync(roleOrTrust);
        var definition = EcsSandbox.Definition();
        definition["taskRoleArn"] = role;
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));

        Assert.StartsWith(
            $"ClientException: ECS was unable to assume the role '{role}' that was provided for this task. Please verify that",
            await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableFact]
    public async Task Who_may_not_pass_the_role_may_not_run_the_task()
    {
        var name = EcsSandbox.Unique("runner");
        await sandbox.Boto.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = name });
        await sandbox.Boto.CallAsync("iam", "PutUserPolicy", new JsonObject
        {
            ["UserName"] = name,
            ["PolicyName"] = "run",
            ["PolicyDocument"] = EcsSandbox.Policy(new JsonObject { ["Effect"] = "Allow", ["Action"] = "ecs:*", ["Resource"] = "*" }),
        });
        var key = (await sandbox.Boto.CallAsync("iam", "CreateAccessKey", new JsonObject { ["UserName"] = name }))["AccessKey"]!;
        var definition = EcsSandbox.Definition();
        var role = await sandbox.RoleAsync();
        definition["executionRoleArn"] = role;
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));
        using var runner = new Boto(sandbox.Server, (string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
        string refusal;
        do
        {
            // A new key is not known at once, as on AWS.
            refusal = await runner.RefusalAsync("ecs", "RunTask", input);
        }
        while (refusal.StartsWith("UnrecognizedClientException") || refusal.StartsWith("InvalidClientTokenId"));

        Assert.StartsWith("AccessDeniedException", refusal);
        Assert.Contains($"is not authorized to perform: iam:PassRole on resource: {role}", refusal);
    }

    [SkippableFact]
    public async Task A_security_group_must_be_there()
    {
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition()));
        input["networkConfiguration"]!["awsvpcConfiguration"]!["securityGroups"] = new JsonArray("sg-0123");

        Assert.StartsWith(
            "InvalidParameterException: Error retrieving security group information for [sg-0123]: The security group 'sg-0123' does not exist",
            await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableFact]
    public async Task An_inactive_definition_does_not_run()
    {
        var arn = await sandbox.RegisterAsync(EcsSandbox.Definition());
        await sandbox.EcsAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = arn });
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), arn);

        Assert.Equal("InvalidParameterException: TaskDefinition is inactive", await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableFact]
    public async Task A_definition_for_EC2_does_not_run_on_Fargate()
    {
        var definition = EcsSandbox.Definition();
        definition["requiresCompatibilities"] = new JsonArray("EC2");
        definition["networkMode"] = "bridge";
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));

        Assert.Equal("InvalidParameterException: Task definition does not support launch_type FARGATE.", await sandbox.RefusalAsync("RunTask", input));
    }
}
