using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Tests.Profiles;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>Making and listing deployers.</summary>
public abstract class IamDeployerTests : IamDeployerTestBase
{
    [SkippableFact]
    public async Task A_new_deployer_has_its_policies_a_key_that_works_and_a_profile()
    {
        var deployer = await CreateAsync(Request("new"));

        Assert.Equal(ChangeStatus.Created, deployer.Change);
        Assert.Equal(
            new[] { "AWSCodeDeployRoleForECS", "AmazonECS_FullAccess", "EC2InstanceProfileForImageBuilderECRContainerBuilds", "service-role/AWSAppRunnerServicePolicyForECRAccess" }
                .Select(name => "arn:aws:iam::aws:policy/" + name),
            deployer.PolicyArns);
        Assert.Equal(deployer.PolicyArns.Order(), (await AttachedAsync(deployer.UserName)).Order());
        Assert.Empty(deployer.MissingPolicies);
        var key = Profile("new")!.Key!;
        Assert.Equal(deployer.AccessKeyId, key.AccessKeyId);
        Assert.Equal(key.SecretAccessKey, new NetworkCredential("", deployer.SecretAccessKey).Password);
        Assert.Equal(deployer.UserArn, await CallerAsync(key));
    }

    [SkippableFact]
    public async Task The_aws_cli_works_with_the_profile_that_was_written()
    {
        var deployer = await CreateAsync(Request("cli"));

        var identity = JsonDocument.Parse(await new ProfileCli(Files).RunAsync("sts", "get-caller-identity", "--profile", Name("cli"), "--output", "json"));

        Assert.Equal(deployer.UserArn, identity.RootElement.GetProperty("Arn").GetString());
    }

    [SkippableFact]
    public async Task A_second_run_changes_nothing()
    {
        var first = await CreateAsync(Request("same"));
        var files = File.ReadAllText(Files.Credentials) + File.ReadAllText(Files.Config);

        var plan = await new IamDeployers(Connection).PlanAsync(Request("same"));
        var second = await CreateAsync(Request("same"));

        Assert.Empty(plan.Steps);
        Assert.Equal(ChangeStatus.Unchanged, second.Change);
        Assert.Equal(first.AccessKeyId, second.AccessKeyId);
        Assert.Null(second.SecretAccessKey);
        Assert.Single(second.Keys);
        Assert.Equal(files, File.ReadAllText(Files.Credentials) + File.ReadAllText(Files.Config));
    }

    [SkippableFact]
    public async Task A_plan_names_every_step_and_writes_nothing()
    {
        var plan = await new IamDeployers(Connection).PlanAsync(Request("plan"));

        Assert.Equal(
            new[]
            {
                $"create user {Name("plan")}", "attach AWSCodeDeployRoleForECS", "attach AmazonECS_FullAccess",
                "attach EC2InstanceProfileForImageBuilderECRContainerBuilds", "attach AWSAppRunnerServicePolicyForECRAccess",
                "create an access key", $"write profile {Name("plan")} to {Files.Credentials}",
            },
            plan.Steps.Words());
        Assert.Null(await new IamUsers(Connection).FindAsync(Name("plan"), default));
        Assert.Empty(Directory.GetFiles(Files.Path));
    }

    [SkippableFact]
    public async Task A_run_after_a_policy_was_detached_attaches_that_one()
    {
        var deployer = await CreateAsync(Request("mend"));
        await Connection.Iam.DetachUserPolicyAsync(new DetachUserPolicyRequest { UserName = deployer.UserName, PolicyArn = deployer.PolicyArns[1] });

        var plan = await new IamDeployers(Connection).PlanAsync(Request("mend"));
        var again = await CreateAsync(Request("mend"));

        Assert.Equal(new[] { "attach AmazonECS_FullAccess" }, plan.Steps.Words());
        Assert.Equal(ChangeStatus.Updated, again.Change);
        Assert.Equal(4, (await AttachedAsync(deployer.UserName)).Count);
    }

    [SkippableFact]
    public async Task A_user_that_was_made_otherwise_is_adopted_only_by_force()
    {
        await Connection.Iam.CreateUserAsync(new CreateUserRequest { UserName = Name("person") });

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => CreateAsync(Request("person")));
        Assert.Equal(("UserNotADeployer", ErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.Empty(await AttachedAsync(Name("person")));

        var adopted = await CreateAsync(Request("person") with { Force = true });
        Assert.Equal(ChangeStatus.Updated, adopted.Change);
        Assert.Equal(4, (await AttachedAsync(Name("person"))).Count);
    }

    [SkippableFact]
    public async Task A_scoped_deployer_has_one_policy_of_the_account_and_changing_the_set_takes_the_other_away()
    {
        await CreateAsync(Request("scoped"));

        var scoped = await CreateAsync(Request("scoped") with { PolicySet = IamPolicySet.Scoped });

        Assert.Equal(new[] { $"arn:aws:iam::{scoped.AccountId}:policy/ecstools/EcsToolsDeployer" }, await AttachedAsync(scoped.UserName));
        Assert.Equal(nameof(IamPolicySet.Scoped), scoped.PolicySet);
        Assert.Equal(ChangeStatus.Unchanged, (await CreateAsync(Request("scoped") with { PolicySet = IamPolicySet.Scoped })).Change);

        await Connection.Iam.CreatePolicyVersionAsync(new CreatePolicyVersionRequest
        {
            PolicyArn = scoped.PolicyArns[0],
            SetAsDefault = true,
            PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecs:ListClusters","Resource":"*"}]}""",
        });
        var plan = await new IamDeployers(Connection).PlanAsync(Request("scoped") with { PolicySet = IamPolicySet.Scoped });
        Assert.Equal(new[] { "update policy EcsToolsDeployer" }, plan.Steps.Words());
        Assert.Equal(ChangeStatus.Updated, (await CreateAsync(Request("scoped") with { PolicySet = IamPolicySet.Scoped })).Change);
    }

    [SkippableFact]
    public async Task Additions_are_one_policy_of_the_user_that_a_rerun_widens_and_the_removal_deletes()
    {
        var request = Request("added");
        var made = await CreateAsync(request with { Additions = [IamPolicyAddition.Logs] });
        var arn = $"arn:aws:iam::{made.AccountId}:policy/ecstools/EcsToolsAdd-{made.UserName}";
        Assert.Contains(arn, made.PolicyArns);
        Assert.Equal(5, (await AttachedAsync(made.UserName)).Count);
        Assert.Equal([nameof(IamPolicyAddition.Logs)], made.Additions);
        Assert.Equal(ChangeStatus.Unchanged, (await CreateAsync(request)).Change);

        var plan = await new IamDeployers(Connection).PlanAsync(request with { Additions = [IamPolicyAddition.Roles] });
        Assert.Contains("update policy EcsToolsAdd-" + made.UserName, plan.Steps.Words());
        Assert.DoesNotContain(plan.Steps.Words(), step => step.Contains("access key", StringComparison.Ordinal));
        var wider = await CreateAsync(request with { Additions = [IamPolicyAddition.Roles] });
        Assert.Equal([nameof(IamPolicyAddition.Roles), nameof(IamPolicyAddition.Logs)], wider.Additions);
        var document = (await Connection.Iam.GetPolicyVersionAsync(new GetPolicyVersionRequest { PolicyArn = arn, VersionId = "v2" })).PolicyVersion.Document;
        Assert.Contains("logs:GetLogEvents", Uri.UnescapeDataString(document), StringComparison.Ordinal);
        Assert.Contains("iam:CreateRole", Uri.UnescapeDataString(document), StringComparison.Ordinal);
        var listed = Assert.Single(await new IamDeployers(Connection).ListAsync(made.UserName, Files.Credentials));
        Assert.Equal(wider.Additions, listed.Additions);
        Assert.Equal(wider.RefusedCommands.Select(command => command.ToString()), listed.RefusedCommands.Select(command => command.ToString()));

        var removal = await new IamDeployers(Connection).PlanRemovalAsync(Target("added"));
        await new IamDeployers(Connection).RemoveAsync(removal);
        await Assert.ThrowsAsync<NoSuchEntityException>(() => Connection.Iam.GetPolicyAsync(new GetPolicyRequest { PolicyArn = arn }));
    }

    [SkippableFact]
    public async Task The_scoped_set_takes_the_place_of_additions()
    {
        var made = await CreateAsync(Request("replaced") with { Additions = [IamPolicyAddition.All] });
        Assert.Empty(made.RefusedCommands);
        Assert.DoesNotContain(nameof(IamPolicyAddition.All), made.Additions);

        var plan = await new IamDeployers(Connection)
            .PlanAsync(Request("replaced") with { PolicySet = IamPolicySet.Scoped, Additions = [IamPolicyAddition.Logs] });
        Assert.Contains(plan.Warnings, warning => warning.Contains("-Add Logs", StringComparison.Ordinal));
        var scoped = await new IamDeployers(Connection).ApplyAsync(plan);

        Assert.Single(scoped.PolicyArns);
        Assert.Empty(scoped.Additions);
        var arn = $"arn:aws:iam::{made.AccountId}:policy/ecstools/EcsToolsAdd-{made.UserName}";
        await Assert.ThrowsAsync<NoSuchEntityException>(() => Connection.Iam.GetPolicyAsync(new GetPolicyRequest { PolicyArn = arn }));

        var back = await CreateAsync(Request("replaced"));
        Assert.Empty(back.Additions);
        Assert.Equal(4, back.PolicyArns.Count);
    }

    [SkippableFact]
    public async Task More_permissions_make_no_second_key_where_the_profile_has_another_name()
    {
        var made = await CreateAsync(Request("named") with { ProfileName = Name("other-name") });

        var more = await CreateAsync(Request("named") with { Additions = [IamPolicyAddition.Logs] });

        Assert.Equal((made.AccessKeyId, Name("other-name")), (more.AccessKeyId, more.ProfileName));
        Assert.Single(more.Keys);
    }

    [SkippableFact]
    public async Task Deployers_are_listed_by_their_tag_with_keys_and_profiles()
    {
        var one = await CreateAsync(Request("list-a"));
        await CreateAsync(Request("list-b") with { Path = "/teams/b/", Tags = new Dictionary<string, string> { ["team"] = "b" } });
        await Connection.Iam.CreateUserAsync(new CreateUserRequest { UserName = Name("list-c") });

        var found = await new IamDeployers(Connection).ListAsync(Name("list-*"), Files.Credentials);

        Assert.Equal(new[] { Name("list-a"), Name("list-b") }, found.Select(deployer => deployer.UserName));
        Assert.Equal("/teams/b/", found[1].Path);
        var key = Assert.Single(found[0].Keys);
        Assert.Equal((one.AccessKeyId, "Active"), (key.AccessKeyId, key.Status));
        Assert.Equal(new[] { Name("list-a") }, key.Profiles);
        Assert.Equal(4, found[0].PolicyArns.Count);
        var missing = await Assert.ThrowsAsync<EcsToolsException>(() => new IamDeployers(Connection).ListAsync(Name("nobody"), Files.Credentials));
        Assert.Equal("DeployerNotFound", missing.ErrorId);
    }
}

/// <summary>The same against moto.</summary>
public sealed class IamDeployerOnMotoTests : IamDeployerTests, IClassFixture<MotoServer>
{
    private readonly Lazy<AwsConnection> _connection;

    public IamDeployerOnMotoTests(MotoServer moto)
        => _connection = new(() => new AwsConnection(new BasicAWSCredentials("testing", "testing"), "us-east-1", moto.EndpointUrl, Clock));

    internal override AwsConnection Connection => _connection.Value;
}

/// <summary>The same against the sandbox, where a new key takes its time to be known.</summary>
public sealed class IamDeployerOnSandboxTests : IamDeployerTests, IClassFixture<IamSandbox>
{
    private readonly AwsConnection _connection;
    private readonly IamSandbox _sandbox;

    public IamDeployerOnSandboxTests(IamSandbox sandbox)
    {
        _sandbox = sandbox;
        _connection = sandbox.Connect(Clock);
    }

    internal override AwsConnection Connection => _connection;

    [Fact]
    public async Task A_policy_the_partition_lacks_is_warned_of_and_named_and_the_rest_is_attached()
    {
        using var gap = new Relay(Connection.EndpointUrl!, request =>
            request.Contains("Action=GetPolicy&", StringComparison.Ordinal) && request.Contains("AWSCodeDeployRoleForECS", StringComparison.Ordinal)
                ? "NoSuchEntity"
                : null);
        using var connection = _sandbox.Connect(Clock, gap.EndpointUrl);
        var deployers = new IamDeployers(connection);

        var plan = await deployers.PlanAsync(Request("gap"));
        var deployer = await deployers.ApplyAsync(plan);

        Assert.Single(plan.Warnings, warning => warning.Contains("AWSCodeDeployRoleForECS", StringComparison.Ordinal));
        Assert.Equal(new[] { "AWSCodeDeployRoleForECS" }, deployer.MissingPolicies);
        Assert.Equal(3, (await AttachedAsync(deployer.UserName)).Count);
        Assert.Equal(ChangeStatus.Unchanged, (await deployers.ApplyAsync(await deployers.PlanAsync(Request("gap")))).Change);
    }

    [Fact]
    public async Task The_profile_of_a_sandbox_leads_back_to_the_sandbox()
    {
        await CreateAsync(Request("back"));

        using var connection = await AwsConnections.ConnectAsync(new AwsConnectionRequest { ProfileName = Name("back"), ProfileLocation = Files.Credentials });

        Assert.Equal(Connection.EndpointUrl, connection.EndpointUrl);
        Assert.Equal("000000000000", await connection.GetAccountIdAsync(default));
    }
}

/// <summary>Deployers where AWS's managed policies are missing.</summary>
public sealed class IamDeployerInBarePartitionTests : IClassFixture<BareMotoServer>, IDisposable
{
    private readonly BareMotoServer _moto;
    private readonly ProfileFolder _files = new();

    public IamDeployerInBarePartitionTests(BareMotoServer moto) => _moto = moto;

    public void Dispose() => _files.Dispose();

    [SkippableFact]
    public async Task A_partition_without_any_of_the_policies_is_an_error_before_anything_is_made()
    {
        using var connection = new AwsConnection(new BasicAWSCredentials("testing", "testing"), "us-east-1", _moto.EndpointUrl, new StepClock());

        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => new IamDeployers(connection).PlanAsync(new IamDeployerRequest { UserName = "nobody", ProfileLocation = _files.Credentials }));

        Assert.Equal(("PolicySetUnavailable", "PolicySet"), (error.ErrorId, error.Parameter));
        Assert.Contains("AmazonECS_FullAccess", error.Message, StringComparison.Ordinal);
        Assert.Contains("Scoped", error.Remedy, StringComparison.Ordinal);
    }
}
