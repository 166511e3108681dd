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
using EcsTools.Profiles;
using EcsTools.Sandbox;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>The keys and profiles of deployers, and their end.</summary>
public abstract class DeployerKeyTests : IamDeployerTestBase
{
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
    public async Task A_lost_profile_gives_a_second_key_and_says_that_the_first_stays()
    {
        var first = await CreateAsync(Request("lost"));
        File.Delete(Files.Credentials);

        var plan = await new IamDeployers(Connection).PlanAsync(Request("lost"));
        var second = await CreateAsync(Request("lost"));

        Assert.NotEqual(first.AccessKeyId, second.AccessKeyId);
        Assert.Equal(new[] { first.AccessKeyId, second.AccessKeyId }.Order(), second.Keys.Select(key => key.AccessKeyId).Order());
        Assert.Single(plan.Warnings, warning => warning.Contains(first.AccessKeyId!, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_key_that_nobody_holds_makes_room_for_a_new_one_and_is_named()
    {
        var first = await CreateAsync(Request("room"));
        var stray = (await Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = first.UserName })).AccessKey.AccessKeyId;
        File.Delete(Files.Credentials);

        var plan = await new IamDeployers(Connection).PlanAsync(Request("room"));
        var second = await CreateAsync(Request("room"));

        Assert.Contains("delete access key " + stray, plan.Steps.Words());
        Assert.Contains(plan.Warnings, warning => warning.Contains(stray, StringComparison.Ordinal));
        Assert.Equal(new[] { first.AccessKeyId, second.AccessKeyId }.Order(), second.Keys.Select(key => key.AccessKeyId).Order());
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

        Connection.Changes.Settle();
        await Assert.ThrowsAsync<EcsToolsException>(() => CreateAsync(Request("half"), breaking));

        var left = Connection.Changes.Take();
        Assert.Contains($"user {Name("half")} created; policy AWSCodeDeployRoleForECS of user {Name("half")} attached", left, StringComparison.Ordinal);
        Assert.DoesNotContain("access key", left, StringComparison.Ordinal);
        Assert.Contains("Run the command again", left, StringComparison.Ordinal);
        Assert.Empty((await new IamUsers(Connection).FindAsync(Name("half"), default))!.Keys);

        Directory.Delete(Files.Credentials, recursive: true);
        var again = await CreateAsync(Request("half"));
        Assert.Equal(ChangeStatus.Updated, again.Change);
        Assert.NotNull(again.SecretAccessKey);
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
    public async Task Rotation_names_and_replaces_a_key_that_nobody_holds()
    {
        var before = await CreateAsync(Request("full"));
        var stray = (await Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = before.UserName })).AccessKey.AccessKeyId;

        var plan = await new IamDeployers(Connection).PlanRotationAsync(Target("full"));
        Assert.Contains("delete access key " + stray, plan.Steps.Words());
        Assert.Contains(stray, Assert.Single(plan.Warnings), StringComparison.Ordinal);

        var after = await RotateAsync(Target("full"));
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
}

/// <summary>The same against moto.</summary>
public sealed class DeployerKeyOnMotoTests : DeployerKeyTests, IClassFixture<MotoServer>
{
    private readonly Lazy<AwsConnection> _connection;

    public DeployerKeyOnMotoTests(MotoServer moto)
        => _connection = new(() => new AwsConnection(new BasicAWSCredentials("testing", "testing"), "us-east-1", moto.EndpointUrl, Clock));

    internal override AwsConnection Connection => _connection.Value;
}

/// <summary>The same against the sandbox, where a new key takes its time to be known.</summary>
public sealed class DeployerKeyOnSandboxTests : DeployerKeyTests, IClassFixture<IamSandbox>
{
    private readonly AwsConnection _connection;
    private readonly IamSandbox _sandbox;

    public DeployerKeyOnSandboxTests(IamSandbox sandbox)
    {
        _sandbox = sandbox;
        _connection = sandbox.Connect(Clock);
    }

    internal override AwsConnection Connection => _connection;

    [Fact]
    public async Task Two_keys_already_are_both_named_with_what_to_do_and_nothing_is_changed()
    {
        var first = await CreateAsync(Request("two"));
        var key = (await Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = first.UserName })).AccessKey;
        var second = key.AccessKeyId;
        while (!await new DeployerKeys(Connection).WorksAsync(new AccessKeyPair(second, key.SecretAccessKey), default))
        {
            await Task.Delay(10);
        }

        File.Delete(Files.Credentials);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => CreateAsync(Request("two")));

        Assert.Equal(("AccessKeyLimit", ErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
        Assert.Contains(first.AccessKeyId!, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
        Assert.Contains("used", error.Message, StringComparison.Ordinal);
        Assert.Contains("Update-EcsIamDeployer", error.Remedy, StringComparison.Ordinal);
        Assert.False(File.Exists(Files.Credentials));
    }

    [Fact]
    public async Task A_key_that_never_works_is_deleted_again_and_a_rerun_goes_on()
    {
        await using var slow = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, KeyPropagation = TimeSpan.FromHours(1) }, CancellationToken.None);
        var clock = new StepClock();
        using var connection = new AwsConnection(
            new BasicAWSCredentials(slow.AccessKey, slow.SecretKey), slow.Region, slow.EndpointUrl, clock);
        var deployers = new IamDeployers(connection);

        var error = await Assert.ThrowsAsync<EcsToolsException>(async () => await deployers.ApplyAsync(await deployers.PlanAsync(Request("slow"))));

        Assert.Equal(("AccessKeyNotReady", ErrorKind.Timeout), (error.ErrorId, error.Kind));
        Assert.InRange(clock.Waits.Aggregate((sum, wait) => sum + wait), TimeSpan.FromSeconds(115), TimeSpan.FromSeconds(130));
        Assert.Empty((await new IamUsers(connection).FindAsync(Name("slow"), default))!.Keys);
        Assert.False(File.Exists(Files.Credentials));
        Assert.Equal(
            new[] { "create an access key", $"write profile {Name("slow")} to {Files.Credentials}" },
            (await deployers.PlanAsync(Request("slow"))).Steps.Words());
    }

    [Fact]
    public async Task Stopping_the_wait_leaves_no_key_whose_secret_nobody_has()
    {
        var isPlanned = false;
        using var stop = new CancellationTokenSource();
        using var early = new Relay(Connection.EndpointUrl!, request =>
            isPlanned && request.Contains("Action=GetCallerIdentity", StringComparison.Ordinal) ? "InvalidClientTokenId" : null);
        using var connection = _sandbox.Connect(new StepClock(_ => stop.Cancel()), early.EndpointUrl);
        var deployers = new IamDeployers(connection);
        var plan = await deployers.PlanAsync(Request("stopped"));
        isPlanned = true;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deployers.ApplyAsync(plan, null, stop.Token));

        Assert.Empty((await new IamUsers(Connection).FindAsync(Name("stopped"), default))!.Keys);
        Assert.False(File.Exists(Files.Credentials));
    }

    [Fact]
    public async Task A_new_key_is_tried_until_it_works()
    {
        var refused = 0;
        using var early = new Relay(Connection.EndpointUrl!, request =>
            request.Contains("Action=GetCallerIdentity", StringComparison.Ordinal) && Clock.Waits.Count < 3 && refused++ >= 0
                ? "InvalidClientTokenId"
                : null);
        using var connection = _sandbox.Connect(Clock, early.EndpointUrl);
        var deployers = new IamDeployers(connection);
        var plan = await new IamDeployers(Connection).PlanAsync(Request("patient"));

        await deployers.ApplyAsync(plan);

        Assert.Equal(3, refused);
        Assert.True(await new DeployerKeys(Connection).WorksAsync(Profile("patient")!.Key!, default));
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
