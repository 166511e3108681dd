using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Images.Credentials;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

/// <summary>Task definitions whose image is in a private registry, and the secret with which ECS pulls it.</summary>
public sealed class PullCredentialTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private FargateTaskDefinitions Definitions => new(sandbox.Connection);

    [SkippableFact]
    public async Task A_user_and_password_become_a_secret_that_the_execution_role_may_read()
    {
        var request = Request("reader") with { PullLogin = Login("reader", "open sesame") };
        var plan = await Definitions.PlanAsync(request, default);

        Assert.Equal("create the secret ecstools/pull/registry.example.com/reader with the password of reader", Assert.Single(plan.SecretSteps).Description);
        Assert.StartsWith("ResourceNotFoundException", await RefusalAsync("ecstools/pull/registry.example.com/reader"));
        Assert.DoesNotContain("sesame", plan.SecretPlan!.ToString() + request + string.Concat(plan.Differences));

        var made = await Definitions.ApplyAsync(plan, null, default);

        var secret = await sandbox.Boto.CallAsync("secretsmanager", "GetSecretValue", new JsonObject { ["SecretId"] = "ecstools/pull/registry.example.com/reader" });
        var value = JsonNode.Parse((string)secret["SecretString"]!)!;
        Assert.Equal(("reader", "open sesame"), ((string)value["username"]!, (string)value["password"]!));
        Assert.Equal("ecstools/pull/registry.example.com/reader", SecretOf(made.Json));
        var policy = await sandbox.Boto.CallAsync("iam", "GetRolePolicy", new JsonObject
        {
            ["RoleName"] = "ecsTaskExecutionRole", ["PolicyName"] = "EcsToolsSecrets",
        });
        var allowed = Assert.Single(policy["PolicyDocument"]!["Statement"]!.AsArray())!;
        Assert.Equal("secretsmanager:GetSecretValue", (string?)allowed["Action"]![0]);
        Assert.Contains(
            "arn:aws:secretsmanager:us-east-1:000000000000:secret:ecstools/pull/registry.example.com/reader-??????",
            allowed["Resource"]!.AsArray().Select(arn => (string?)arn));
    }

    [SkippableFact]
    public async Task The_same_again_changes_nothing_and_another_password_only_the_secret()
    {
        var request = Request("again") with { PullLogin = Login("again", "one") };
        await Definitions.ApplyAsync(await Definitions.PlanAsync(request, default), null, default);
        Assert.False((await Definitions.PlanAsync(request, default)).IsNeeded);

        var plan = await Definitions.PlanAsync(request with { PullLogin = Login("again", "two") }, default);

        Assert.Equal((true, false), (plan.IsNeeded, plan.Registers));
        Assert.Equal("change the password of again in the secret ecstools/pull/registry.example.com/again", Assert.Single(plan.SecretSteps).Description);
        await Definitions.ApplyAsync(plan, null, default);
        var secret = await sandbox.Boto.CallAsync("secretsmanager", "GetSecretValue", new JsonObject { ["SecretId"] = "ecstools/pull/registry.example.com/again" });
        Assert.Contains("two", (string)secret["SecretString"]!);
    }

    [SkippableFact]
    public async Task A_secret_that_exists_is_named_and_not_changed()
    {
        var created = await sandbox.Boto.CallAsync("secretsmanager", "CreateSecret", new JsonObject
        {
            ["Name"] = "team/hub", ["SecretString"] = """{"username":"team","password":"x"}""",
        });

        foreach (var id in new[] { "team/hub", (string)created["ARN"]! })
        {
            var made = await Definitions.ApplyAsync(await Definitions.PlanAsync(Request("named") with { PullSecret = id }, default), null, default);
            Assert.Equal(id, SecretOf(made.Json));
        }

        var role = await sandbox.Boto.CallAsync("iam", "GetRolePolicy", new JsonObject { ["RoleName"] = "ecsTaskExecutionRole", ["PolicyName"] = "EcsToolsSecrets" });
        Assert.Contains((string)created["ARN"]!, role["PolicyDocument"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task A_secret_that_does_not_exist_is_refused_before_anything_is_created()
    {
        var missing = await Assert.ThrowsAsync<EcsToolsException>(() => Definitions.PlanAsync(Request("missing") with { PullSecret = "team/none" }, default));
        Assert.Equal(("PullSecretNotFound", "PullCredential"), (missing.ErrorId, missing.Parameter));

        await sandbox.Boto.CallAsync("secretsmanager", "CreateSecret", new JsonObject { ["Name"] = "team/going", ["SecretString"] = "{}" });
        await sandbox.Boto.CallAsync("secretsmanager", "DeleteSecret", new JsonObject { ["SecretId"] = "team/going" });
        var going = await Assert.ThrowsAsync<EcsToolsException>(() => Definitions.PlanAsync(Request("going") with { PullSecret = "team/going" }, default));
        Assert.Equal("PullSecretDeleted", going.ErrorId);
        Assert.Contains("restore-secret --secret-id team/going", going.Remedy);
    }

    [SkippableFact]
    public async Task A_task_whose_role_may_not_read_the_secret_fails_as_on_Fargate()
    {
        var trust = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}
            """;
        await sandbox.Boto.CallAsync("iam", "CreateRole", new JsonObject { ["RoleName"] = "reads-nothing", ["AssumeRolePolicyDocument"] = trust });
        var request = Request("denied") with { PullLogin = Login("denied", "x"), ExecutionRole = "reads-nothing", NoLog = true };
        var made = await Definitions.ApplyAsync(await Definitions.PlanAsync(request, default), null, default);
        var start = new TaskStart(sandbox.Connection);
        var plan = await start.PlanAsync(
            new StartTaskRequest { TaskDefinition = made.TaskDefinition, Cluster = (await sandbox.ClusterAsync()).Cluster }, default);
        var task = Assert.Single(await start.StartAsync(plan, error => throw error, null, default).ToListAsync());

        var stopped = Assert.Single(await new TaskWait(sandbox.Connection)
            .WaitAsync([TaskReference.Parse(task.TaskArn, null)], TaskWaitFor.Stopped, System.TimeSpan.FromMinutes(10), (error, _) => throw error, null, default)
            .ToListAsync());

        Assert.StartsWith(
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: "
            + "service call has been retried 1 time(s): failed to fetch secret ecstools/pull/registry.example.com/denied from secrets manager: "
            + "AccessDeniedException: ",
            stopped.StoppedReason);
    }

    private static TaskDefinitionRequest Request(string family)
        => new() { Family = TaskSandbox.Unique(family), ImageUri = "registry.example.com/team/web:1" };

    private static RegistryCredential Login(string user, string password) => new() { Registry = "", UserName = user, Password = password };

    private static string? SecretOf(string definition)
        => (string?)JsonNode.Parse(definition)!["containerDefinitions"]![0]!["repositoryCredentials"]!["credentialsParameter"];

    private Task<string> RefusalAsync(string secret)
        => sandbox.Boto.RefusalAsync("secretsmanager", "GetSecretValue", new JsonObject { ["SecretId"] = secret });
}
