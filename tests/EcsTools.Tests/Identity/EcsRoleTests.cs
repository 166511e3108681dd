using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>Roles, on whatever server answers for AWS.</summary>
public abstract class EcsRoleTests
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    internal StepClock Clock { get; } = new();

    internal abstract AwsConnection Connection { get; }

    [SkippableTheory]
    [InlineData(EcsRoleKind.TaskExecution, "ecs-tasks.amazonaws.com", "service-role/AmazonECSTaskExecutionRolePolicy")]
    [InlineData(EcsRoleKind.Task, "ecs-tasks.amazonaws.com", null)]
    [InlineData(EcsRoleKind.Scheduler, "scheduler.amazonaws.com", null)]
    [InlineData(EcsRoleKind.Events, "events.amazonaws.com", null)]
    [InlineData(EcsRoleKind.Infrastructure, "ecs.amazonaws.com", "AmazonECSInfrastructureRolePolicyForLoadBalancers")]
    public async Task A_role_of_each_kind_is_trusted_to_its_service_and_a_second_run_finds_it(EcsRoleKind kind, string service, string? policy)
    {
        var request = new EcsRoleRequest { Kind = kind, RoleName = Name("kind") };

        var role = await Roles.EnsureAsync(request);

        Assert.Equal((ChangeStatus.Created, service), (role.Change, role.TrustedService));
        Assert.Equal(policy is null ? Array.Empty<string>() : new[] { "arn:aws:iam::aws:policy/" + policy }, await AttachedAsync(role.RoleName));
        Assert.Equal(service, (string?)(await TrustAsync(role.RoleName))["Statement"]![0]!["Principal"]!["Service"]);
        Assert.Empty((await Roles.PlanAsync(request)).Steps);
        var again = await Roles.EnsureAsync(request);
        Assert.Equal((ChangeStatus.Unchanged, role.RoleArn, role.CreatedAt), (again.Change, again.RoleArn, again.CreatedAt));
    }

    [SkippableFact]
    public async Task A_role_made_just_now_says_that_it_may_still_be_spreading_and_an_old_one_does_not()
    {
        var request = new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution, RoleName = Name("age") };
        var created = await Roles.EnsureAsync(request);
        var found = await Roles.EnsureAsync(request);

        Assert.True(created.MayStillSpread(created.CreatedAt.AddHours(1)));
        Assert.True(found.MayStillSpread(found.CreatedAt.AddSeconds(30)));
        Assert.False(found.MayStillSpread(found.CreatedAt.AddSeconds(121)));
    }

    [SkippableFact]
    public async Task A_scheduler_role_may_run_its_family_pass_both_roles_and_send_to_the_queue_and_only_that()
    {
        var account = await Connection.GetAccountIdAsync(default);
        var role = await Roles.EnsureAsync(new EcsRoleRequest
        {
            Kind = EcsRoleKind.Scheduler,
            Family = "crawler",
            ExecutionRoleArn = $"arn:aws:iam::{account}:role/ecsTaskExecutionRole",
            TaskRoleArn = $"arn:aws:iam::{account}:role/crawler",
            DeadLetterArn = $"arn:aws:sqs:us-east-1:{account}:missed",
        });

        Assert.Equal("EcsToolsScheduler-crawler", role.RoleName);
        Assert.Equal(account, (string?)(await TrustAsync(role.RoleName))["Statement"]![0]!["Condition"]!["StringEquals"]!["aws:SourceAccount"]);
        var statements = (await InlineAsync(role.RoleName, "EcsToolsRunTask-crawler"))["Statement"]!.AsArray()
            .ToDictionary(statement => (string)statement!["Action"]![0]!, statement => statement!);
        Assert.Equal(new[] { "ecs:RunTask", "ecs:TagResource", "iam:PassRole", "sqs:SendMessage" }, statements.Keys.Order());
        Assert.Equal(
            new[] { $"arn:aws:ecs:us-east-1:{account}:task-definition/crawler", $"arn:aws:ecs:us-east-1:{account}:task-definition/crawler:*" },
            Texts(statements["ecs:RunTask"]["Resource"]!));
        Assert.Equal(
            new[] { $"arn:aws:iam::{account}:role/ecsTaskExecutionRole", $"arn:aws:iam::{account}:role/crawler" },
            Texts(statements["iam:PassRole"]["Resource"]!));
        Assert.Equal("ecs-tasks.amazonaws.com", (string?)statements["iam:PassRole"]["Condition"]!["StringEquals"]!["iam:PassedToService"]);
    }

    [SkippableFact]
    public async Task Plans_of_one_role_that_were_made_before_it_existed_add_up()
    {
        var name = Name("both");
        EcsRoleRequest With(string secret) => new() { Kind = EcsRoleKind.TaskExecution, RoleName = name, SecretArns = new[] { secret } };
        const string First = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a";
        const string Second = "arn:aws:secretsmanager:us-east-1:123456789012:secret:b";
        var plans = new[] { await Roles.PlanAsync(With(First)), await Roles.PlanAsync(With(Second)) };
        foreach (var plan in plans)
        {
            await Roles.ApplyAsync(plan);
        }

        Assert.Equal(new[] { First, Second }, Texts((await InlineAsync(name, "EcsToolsSecrets"))["Statement"]!.AsArray()[0]!["Resource"]!));
    }

    [SkippableFact]
    public async Task Roles_to_pass_and_secrets_to_read_add_up_over_runs()
    {
        var name = Name("sum");
        EcsRoleRequest With(string secret) => new() { Kind = EcsRoleKind.TaskExecution, RoleName = name, SecretArns = new[] { secret }, AllowCreateLogGroup = true };
        const string First = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a";
        const string Second = "arn:aws:secretsmanager:us-east-1:123456789012:secret:b";
        const string Third = "arn:aws:ssm:us-east-1:123456789012:parameter/c";
        foreach (var secret in new[] { First, Second, Third })
        {
            await Roles.EnsureAsync(With(secret));
        }

        Assert.Equal(ChangeStatus.Unchanged, (await Roles.EnsureAsync(With(First))).Change);
        var statements = (await InlineAsync(name, "EcsToolsSecrets"))["Statement"]!.AsArray();
        Assert.Equal(new[] { First, Second }, Texts(statements[0]!["Resource"]!));
        Assert.Equal(new[] { Third }, Texts(statements[1]!["Resource"]!));
        Assert.Equal("logs:CreateLogGroup", (string?)(await InlineAsync(name, "EcsToolsCreateLogGroup"))["Statement"]![0]!["Action"]![0]);
    }

    [SkippableFact]
    public async Task A_role_that_was_there_keeps_its_own_trust_and_gets_what_it_lacks()
    {
        await Connection.Iam.CreateRoleAsync(new CreateRoleRequest
        {
            RoleName = Name("mine"),
            AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Action":"sts:AssumeRole"}}""",
        });
        var request = new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution, RoleName = Name("mine"), Tags = new Dictionary<string, string> { ["team"] = "a" } };

        var plan = await Roles.PlanAsync(request);
        var role = await Roles.EnsureAsync(request);

        Assert.Equal(new[] { "trust ecs-tasks.amazonaws.com", "set tag team=a", "attach AmazonECSTaskExecutionRolePolicy" }, plan.Steps.Words());
        Assert.Equal(ChangeStatus.Updated, role.Change);
        var services = (await TrustAsync(role.RoleName))["Statement"]!.AsArray().Select(statement => statement!["Principal"]!["Service"]!.ToJsonString()).ToList();
        Assert.Equal(2, services.Count);
        Assert.Contains("ec2.amazonaws.com", services[0], StringComparison.Ordinal);
        Assert.Empty((await Roles.PlanAsync(request)).Steps);
    }

    [SkippableFact]
    public async Task A_policy_that_does_not_exist_is_named_before_the_role_is_made()
    {
        var request = new EcsRoleRequest { Kind = EcsRoleKind.Task, RoleName = Name("none"), PolicyArns = new[] { "arn:aws:iam::aws:policy/NoSuchPolicy" } };

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Roles.EnsureAsync(request));

        Assert.Equal(("PolicyNotFound", "PolicyArn"), (error.ErrorId, error.Parameter));
        Assert.Null(await new IamRoles(Connection).FindAsync(Name("none"), Array.Empty<string>(), default));
    }

    [SkippableFact]
    public async Task Inspecting_a_plan_makes_no_role()
    {
        var plan = await Roles.PlanAsync(new EcsRoleRequest { Kind = EcsRoleKind.Task, RoleName = Name("plan"), EnableExecuteCommand = true });

        Assert.Equal(new[] { $"create role {Name("plan")}, trusted to ecs-tasks.amazonaws.com", "put inline policy EcsToolsExecuteCommand" }, plan.Steps.Words());
        Assert.Null(await new IamRoles(Connection).FindAsync(Name("plan"), Array.Empty<string>(), default));
    }

    private EcsRoles Roles => new(Connection);

    internal string Name(string name) => $"{name}-{_run}";

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(item => (string)item!);

    private async Task<JsonNode> TrustAsync(string role)
        => JsonNode.Parse(IamPolicyDocument.Decode((await Connection.Iam.GetRoleAsync(new GetRoleRequest { RoleName = role })).Role.AssumeRolePolicyDocument))!;

    private async Task<JsonNode> InlineAsync(string role, string policy)
        => JsonNode.Parse(IamPolicyDocument.Decode(
            (await Connection.Iam.GetRolePolicyAsync(new GetRolePolicyRequest { RoleName = role, PolicyName = policy })).PolicyDocument))!;

    private async Task<List<string>> AttachedAsync(string role)
        => (await new IamRoles(Connection).FindAsync(role, Array.Empty<string>(), default))!.PolicyArns!.ToList();
}

/// <summary>Roles against moto.</summary>
public sealed class EcsRoleOnMotoTests : EcsRoleTests, IClassFixture<MotoServer>
{
    private readonly Lazy<AwsConnection> _connection;

    public EcsRoleOnMotoTests(MotoServer moto)
        => _connection = new(() => new AwsConnection(new BasicAWSCredentials("testing", "testing"), "us-east-1", moto.EndpointUrl, Clock));

    internal override AwsConnection Connection => _connection.Value;
}

/// <summary>Roles against the sandbox.</summary>
public sealed class EcsRoleOnSandboxTests : EcsRoleTests, IClassFixture<IamSandbox>
{
    private readonly AwsConnection _connection;

    public EcsRoleOnSandboxTests(IamSandbox sandbox) => _connection = sandbox.Connect(Clock);

    internal override AwsConnection Connection => _connection;
}

/// <summary>What needs no server.</summary>
public sealed class EcsRoleDefinitionTests
{
    [Theory]
    [InlineData("cn-north-1", "arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")]
    [InlineData("us-gov-west-1", "arn:aws-us-gov:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")]
    [InlineData("eu-west-1", "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")]
    public void Arns_are_of_the_partition_of_the_region(string region, string policy)
        => Assert.Equal(new[] { policy }, EcsRoleDefinition.Create(new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution }, region, "123456789012").PolicyArns);

    [Fact]
    public void A_name_too_long_for_iam_is_cut_and_stays_distinct()
    {
        string NameOf(char end) => EcsRoleDefinition.Create(
            new EcsRoleRequest { Kind = EcsRoleKind.Scheduler, Family = new string('a', 100) + end }, "us-east-1", "123456789012").Name;

        Assert.Equal(64, NameOf('x').Length);
        Assert.NotEqual(NameOf('x'), NameOf('y'));
        Assert.Equal(NameOf('x'), NameOf('x'));
    }
}
