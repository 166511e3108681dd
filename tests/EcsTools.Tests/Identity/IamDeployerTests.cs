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
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>Deployers, on whatever server answers for AWS.</summary>
public abstract class IamDeployerTests : IDisposable
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    internal ProfileFolder Files { get; } = new();

    /// <summary>A wait gives a real server, which has a clock of its own, five milliseconds.</summary>
    internal StepClock Clock { get; } = new(_ => Thread.Sleep(5));

    internal abstract AwsConnection Connection { get; }

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

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
    public async Task The_secret_shows_nowhere_but_in_the_profile()
    {
        var log = new ProgressLog();
        var deployer = await CreateAsync(Request("quiet"), log);
        var secret = Profile("quiet")!.Key!.SecretAccessKey;

        Assert.DoesNotContain(secret, deployer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(deployer), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, Profile("quiet")!.ToString(), StringComparison.Ordinal);
        Assert.All(log.Reports, report => Assert.DoesNotContain(secret, report.Status, StringComparison.Ordinal));
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
            plan.Steps);
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

        Assert.Equal(new[] { "attach AmazonECS_FullAccess" }, plan.Steps);
        Assert.Equal(ChangeStatus.Updated, again.Change);
        Assert.Equal(4, (await AttachedAsync(deployer.UserName)).Count);
    }

    [SkippableFact]
    public async Task A_lost_profile_gives_a_second_key_and_says_that_the_first_stays()
    {
        var first = await CreateAsync(Request("lost"));
        File.Delete(Files.Credentials);

        var plan = await new IamDeployers(Connection).PlanAsync(Request("lost"));
        var second = await CreateAsync(Request("lost"));

        Assert.NotEqual(first.AccessKeyId, second.AccessKeyId);
        Assert.Equal(new[] { first.AccessKeyId, second.AccessKeyId }.Order(), second.Keys.Select(key => key.AccessKeyId).Order());
        Assert.Contains(first.AccessKeyId!, Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_keys_already_are_both_named_with_what_to_do_and_nothing_is_changed()
    {
        var first = await CreateAsync(Request("two"));
        var second = (await Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = first.UserName })).AccessKey.AccessKeyId;
        File.Delete(Files.Credentials);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => CreateAsync(Request("two")));

        Assert.Equal(("AccessKeyLimit", ErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
        Assert.Contains(first.AccessKeyId!, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
        Assert.Contains("used", error.Message, StringComparison.Ordinal);
        Assert.Contains("Update-EcsIamDeployer", error.Remedy, StringComparison.Ordinal);
        Assert.False(File.Exists(Files.Credentials));
    }

    [SkippableFact]
    public async Task A_profile_with_another_users_key_is_left_alone_and_no_user_is_made()
    {
        File.WriteAllText(Files.Credentials, $"[{Name("taken")}]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = x\n");
        var before = File.ReadAllText(Files.Credentials);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => CreateAsync(Request("taken")));

        Assert.Equal("ProfileInUse", error.ErrorId);
        Assert.Null(await new IamUsers(Connection).FindAsync(Name("taken"), default));
        Assert.Equal(before, File.ReadAllText(Files.Credentials));

        var forced = await CreateAsync(Request("taken") with { Force = true });
        Assert.Equal(forced.AccessKeyId, Profile("taken")!.Key!.AccessKeyId);
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
        Assert.Equal(IamPolicySet.Scoped, scoped.PolicySet);
        Assert.Equal(ChangeStatus.Unchanged, (await CreateAsync(Request("scoped") with { PolicySet = IamPolicySet.Scoped })).Change);

        await Connection.Iam.CreatePolicyVersionAsync(new CreatePolicyVersionRequest
        {
            PolicyArn = scoped.PolicyArns[0],
            SetAsDefault = true,
            PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecs:ListClusters","Resource":"*"}]}""",
        });
        var plan = await new IamDeployers(Connection).PlanAsync(Request("scoped") with { PolicySet = IamPolicySet.Scoped });
        Assert.Equal(new[] { "update policy EcsToolsDeployer" }, plan.Steps);
        Assert.Equal(ChangeStatus.Updated, (await CreateAsync(Request("scoped") with { PolicySet = IamPolicySet.Scoped })).Change);
    }

    [SkippableFact]
    public async Task A_failure_half_way_names_what_was_done_leaves_no_key_without_its_secret_and_a_rerun_goes_on()
    {
        // The credentials file becomes a folder once the user is there: the last step, writing the profile, must fail.
        var breaking = new ProgressLog(report =>
        {
            if (report.Status == $"user {Name("half")} created")
            {
                Directory.CreateDirectory(Path.Combine(Files.Credentials, "in-the-way"));
            }
        });

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => CreateAsync(Request("half"), breaking));

        Assert.Contains($"user {Name("half")} created; AWSCodeDeployRoleForECS attached", error.Message, StringComparison.Ordinal);
        Assert.Contains("run the command again", error.Remedy, StringComparison.Ordinal);
        Assert.Empty((await new IamUsers(Connection).FindAsync(Name("half"), default))!.Keys);

        Directory.Delete(Files.Credentials, recursive: true);
        var again = await CreateAsync(Request("half"));
        Assert.Equal(ChangeStatus.Updated, again.Change);
        Assert.NotNull(again.SecretAccessKey);
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

    [SkippableFact]
    public async Task Rotation_puts_the_new_key_in_every_profile_that_held_the_old_one()
    {
        var before = await CreateAsync(Request("turn"));
        File.AppendAllText(Files.Credentials, $"[copy]\naws_access_key_id = {before.AccessKeyId}\naws_secret_access_key = {Profile("turn")!.Key!.SecretAccessKey}\n");

        var after = await RotateAsync(Target("turn"));

        Assert.NotEqual(before.AccessKeyId, after.AccessKeyId);
        Assert.Equal(after.AccessKeyId, Assert.Single(after.Keys).AccessKeyId);
        Assert.Equal(after.AccessKeyId, Profile("turn")!.Key!.AccessKeyId);
        Assert.Equal(after.AccessKeyId, new SharedProfileFile(Files.Paths, Clock).Read("copy")!.Key!.AccessKeyId);
        Assert.Equal(after.UserArn, await CallerAsync(Profile("turn")!.Key!));
        Assert.Equal(after.AccessKeyId, Assert.Single((await new IamUsers(Connection).FindAsync(after.UserName, default))!.Keys).AccessKeyId);
    }

    [SkippableFact]
    public async Task Rotation_with_two_keys_needs_force_and_then_gives_up_the_one_no_profile_holds()
    {
        var before = await CreateAsync(Request("full"));
        var stray = (await Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = before.UserName })).AccessKey.AccessKeyId;

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => RotateAsync(Target("full")));
        Assert.Equal("AccessKeyLimit", error.ErrorId);
        Assert.Contains(stray, error.Remedy, StringComparison.Ordinal);

        var after = await RotateAsync(Target("full") with { Force = true });
        Assert.Equal(after.AccessKeyId, Assert.Single(after.Keys).AccessKeyId);
        Assert.DoesNotContain(after.AccessKeyId, new[] { before.AccessKeyId, stray });
    }

    [SkippableFact]
    public async Task Rotation_without_a_profile_asks_for_one_and_spares_a_key_that_may_be_in_use_elsewhere()
    {
        var before = await CreateAsync(Request("away"));
        File.Delete(Files.Credentials);

        Assert.Equal("NoProfileOfDeployer", (await Assert.ThrowsAsync<EcsToolsException>(() => RotateAsync(Target("away")))).ErrorId);
        var plan = await new IamDeployers(Connection).PlanRotationAsync(Target("away") with { ProfileName = "here" });
        var after = await RotateAsync(Target("away") with { ProfileName = "here" });

        Assert.Contains(before.AccessKeyId!, Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Equal(2, after.Keys.Count);
        Assert.Equal("here", after.ProfileName);
    }

    [SkippableFact]
    public async Task Removal_leaves_nothing_of_the_deployer_and_everything_else()
    {
        File.WriteAllText(Files.Credentials, "[mine]\naws_access_key_id = AKIAMINE\naws_secret_access_key = s\n");
        var before = File.ReadAllText(Files.Credentials);
        var deployer = await CreateAsync(Request("gone") with { PolicySet = IamPolicySet.Scoped });
        var deployers = new IamDeployers(Connection);

        var removed = await deployers.RemoveAsync(await deployers.PlanRemovalAsync(Target("gone")));

        Assert.Equal((deployer.UserName, ChangeStatus.Removed), (removed!.UserName, removed.Change));
        Assert.Null(await new IamUsers(Connection).FindAsync(deployer.UserName, default));
        Assert.Equal(before, File.ReadAllText(Files.Credentials));
        Assert.Null(Profile("gone"));
        var again = await deployers.PlanRemovalAsync(Target("gone"));
        Assert.Empty(again.Steps);
        Assert.Null(await deployers.RemoveAsync(again));
    }

    [SkippableFact]
    public async Task A_deployer_that_was_given_more_by_someone_is_removed_only_by_force()
    {
        var deployer = await CreateAsync(Request("more"));
        await Connection.Iam.PutUserPolicyAsync(new PutUserPolicyRequest
        {
            UserName = deployer.UserName,
            PolicyName = "extra",
            PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""",
        });
        var deployers = new IamDeployers(Connection);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => deployers.PlanRemovalAsync(Target("more")));
        Assert.Equal("DeployerHasMore", error.ErrorId);
        Assert.Contains("extra", error.Message, StringComparison.Ordinal);

        await deployers.RemoveAsync(await deployers.PlanRemovalAsync(Target("more") with { Force = true }));
        Assert.Null(await new IamUsers(Connection).FindAsync(deployer.UserName, default));
    }

    internal string Name(string name) => $"{name}-{_run}";

    internal IamDeployerRequest Request(string name) => new() { UserName = Name(name), ProfileLocation = Files.Credentials };

    internal IamDeployerTarget Target(string name) => new() { UserName = Name(name), ProfileLocation = Files.Credentials };

    internal SharedProfile? Profile(string name) => new SharedProfileFile(Files.Paths, Clock).Read(Name(name));

    internal async Task<IamDeployer> CreateAsync(IamDeployerRequest request, ProgressLog? log = null)
    {
        var deployers = new IamDeployers(Connection);
        return await deployers.ApplyAsync(await deployers.PlanAsync(request), log);
    }

    private async Task<IamDeployer> RotateAsync(IamDeployerTarget target)
    {
        var deployers = new IamDeployers(Connection);
        return await deployers.RotateAsync(await deployers.PlanRotationAsync(target));
    }

    private async Task<List<string>> AttachedAsync(string user)
        => (await new IamUsers(Connection).FindAsync(user, default))!.Policies.Select(policy => policy.PolicyArn).ToList();

    private async Task<string> CallerAsync(AccessKeyPair key)
    {
        using var own = Connection.With(new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey));
        return (await own.Sts.GetCallerIdentityAsync(new Amazon.SecurityToken.Model.GetCallerIdentityRequest())).Arn;
    }
}

/// <summary>Deployers against moto.</summary>
public sealed class IamDeployerOnMotoTests : IamDeployerTests, IClassFixture<MotoServer>
{
    private readonly Lazy<AwsConnection> _connection;

    public IamDeployerOnMotoTests(MotoServer moto)
        => _connection = new(() => new AwsConnection(new BasicAWSCredentials("testing", "testing"), "us-east-1", moto.EndpointUrl, Clock));

    internal override AwsConnection Connection => _connection.Value;
}

/// <summary>Deployers against the sandbox, where a new key takes its time to be known.</summary>
public sealed class IamDeployerOnSandboxTests : IamDeployerTests, IClassFixture<IamSandbox>
{
    private readonly AwsConnection _connection;

    public IamDeployerOnSandboxTests(IamSandbox sandbox) => _connection = sandbox.Connect(Clock);

    internal override AwsConnection Connection => _connection;

    [Fact]
    public async Task A_new_key_is_tried_until_it_works()
    {
        await CreateAsync(Request("patient"));

        Assert.NotEmpty(Clock.Waits);
        Assert.True(await new DeployerKeys(Connection).WorksAsync(Profile("patient")!.Key!, default));
    }

    [Fact]
    public async Task The_profile_of_a_sandbox_leads_back_to_the_sandbox()
    {
        await CreateAsync(Request("back"));

        using var connection = await AwsConnections.ConnectAsync(new AwsConnectionRequest { ProfileName = Name("back"), ProfileLocation = Files.Credentials });

        Assert.Equal(Connection.EndpointUrl, connection.EndpointUrl);
        Assert.Equal("000000000000", await connection.GetAccountIdAsync(default));
    }

    [Fact]
    public async Task A_deployer_changes_its_own_key_with_its_own_rights()
    {
        var before = await CreateAsync(Request("self") with { PolicySet = IamPolicySet.Scoped });
        var key = Profile("self")!.Key!;
        using var own = Connection.With(new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey));
        var deployers = new IamDeployers(own);

        var after = await deployers.RotateAsync(await deployers.PlanRotationAsync(Target("self")));

        Assert.NotEqual(before.AccessKeyId, after.AccessKeyId);
        Assert.Equal(after.AccessKeyId, Assert.Single(after.Keys).AccessKeyId);
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
