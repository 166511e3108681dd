using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Campaigns.Durability;
using EcsTools.Identity;
using EcsTools.Profiles;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>A run that is killed at a step, and the run after it, which needs no -Force.</summary>
public sealed class KilledDeployerTests : IamDeployerTestBase, IClassFixture<IamSandbox>
{
    private readonly IamSandbox _sandbox;
    private readonly AwsConnection _connection;

    public KilledDeployerTests(IamSandbox sandbox)
    {
        _sandbox = sandbox;
        _connection = sandbox.Connect(Clock);
    }

    internal override AwsConnection Connection => _connection;

    [Theory]
    [InlineData("CreateAccessKey", true)]
    [InlineData("GetCallerIdentity", false)]
    [InlineData("GetCallerIdentity", true)]
    [InlineData("UpdateAccessKey", false)]
    [InlineData("UpdateAccessKey", true)]
    [InlineData("DeleteAccessKey", false)]
    [InlineData("DeleteAccessKey", true)]
    public async Task A_rotation_that_is_killed_is_brought_to_its_end_by_the_next(string action, bool answered)
    {
        var before = await CreateAsync(Request("turn"));
        await RunUntilAsync("update", "turn", action, answered);
        var atKill = (await new IamUsers(Connection).FindAsync(Name("turn"), default))!.Keys.Select(key => key.AccessKeyId).ToList();

        var deployers = new IamDeployers(Connection);
        var plan = await deployers.PlanRotationAsync(Target("turn"));
        var after = await deployers.RotateAsync(plan);

        // A key whose secret nobody has is named in the plan.
        var abandoned = atKill.Except([before.AccessKeyId!]).Where(key => key != after.AccessKeyId).ToList();
        Assert.All(abandoned, key => Assert.Contains(plan.Steps.Words(), step => step.Contains(key, StringComparison.Ordinal)));
        Assert.NotEqual(before.AccessKeyId, after.AccessKeyId);
        Assert.Equal(after.AccessKeyId, Assert.Single((await new IamUsers(Connection).FindAsync(after.UserName, default))!.Keys).AccessKeyId);
        Assert.Equal(after.AccessKeyId, Profile("turn")!.Key!.AccessKeyId);
        Assert.Equal(after.UserArn, await CallerAsync(Profile("turn")!.Key!));
    }

    [Theory]
    [InlineData("CreateUser", true)]
    [InlineData("AttachUserPolicy", true)]
    [InlineData("CreateAccessKey", true)]
    [InlineData("GetCallerIdentity", true)]
    public async Task A_creation_that_is_killed_is_brought_to_its_end_by_the_next(string action, bool answered)
    {
        await RunUntilAsync("new", "fresh", action, answered);

        var deployer = await CreateAsync(Request("fresh"));

        Assert.Equal(deployer.AccessKeyId, Assert.Single((await new IamUsers(Connection).FindAsync(deployer.UserName, default))!.Keys).AccessKeyId);
        Assert.Equal(deployer.UserArn, await CallerAsync(Profile("fresh")!.Key!));
        Assert.Equal(4, (await AttachedAsync(deployer.UserName)).Count);
    }

    [Fact]
    public async Task A_rotation_that_was_killed_between_two_profiles_is_continued_with_its_key()
    {
        var before = await CreateAsync(Request("pair"));
        var old = Profile("pair")!.Key!;
        File.AppendAllText(Files.Credentials, $"[second]\naws_access_key_id = {old.AccessKeyId}\naws_secret_access_key = {old.SecretAccessKey}\n");
        var made = (await Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = before.UserName })).AccessKey;
        await PendingKeys.ForThisUser().AddAsync(new PendingKey(made.AccessKeyId, DateTimeOffset.UtcNow, [Name("pair"), "second"], [old.AccessKeyId]));
        var files = new SharedProfileFile(Files.Paths, Clock);
        await files.WriteAsync(Name("pair"), new AccessKeyPair(made.AccessKeyId, made.SecretAccessKey), new ProfileSettings(), true, CancellationToken.None);
        while (!await new DeployerKeys(Connection).WorksAsync(Profile("pair")!.Key!, default))
        {
            await Task.Delay(10);
        }

        var after = await RotateAsync(Target("pair"));

        Assert.Equal(made.AccessKeyId, after.AccessKeyId);
        Assert.Equal(made.AccessKeyId, files.Read("second")!.Key!.AccessKeyId);
        Assert.Equal(made.AccessKeyId, Assert.Single(after.Keys).AccessKeyId);
    }

    [Fact]
    public async Task A_second_key_that_was_used_still_needs_force()
    {
        var before = await CreateAsync(Request("used"));
        var other = (await Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = before.UserName })).AccessKey;
        while (!await new DeployerKeys(Connection).WorksAsync(new AccessKeyPair(other.AccessKeyId, other.SecretAccessKey), default))
        {
            await Task.Delay(10);
        }

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => RotateAsync(Target("used")));

        Assert.Equal("AccessKeyLimit", error.ErrorId);
        Assert.Contains(other.AccessKeyId, error.Remedy, StringComparison.Ordinal);
    }

    /// <summary>Runs a command in another process, and kills that when it makes a request: before the server has it, or before its answer.</summary>
    private async Task RunUntilAsync(string verb, string user, string action, bool answered)
    {
        ChildProcess? child = null;
        var isKeyMade = false;
        var killed = false;
        void KillAt(string request)
        {
            // Calls of GetCallerIdentity before the key exists are of no interest.
            if (!killed && request.Contains("Action=" + action + "&", StringComparison.Ordinal) && (isKeyMade || action != "GetCallerIdentity"))
            {
                killed = true;
                child!.Kill();
            }
        }

        using var relay = new Relay(
            Connection.EndpointUrl!,
            request =>
            {
                if (!answered)
                {
                    KillAt(request);
                }

                return killed ? "Killed" : null;
            },
            request =>
            {
                if (answered)
                {
                    KillAt(request);
                }

                isKeyMade |= request.Contains("Action=CreateAccessKey&", StringComparison.Ordinal);
            });
        using (child = ChildProcess.Start(
            "deployer", verb, relay.EndpointUrl, _sandbox.Server.AccessKey, _sandbox.Server.SecretKey, Name(user), Files.Credentials))
        {
            Assert.Null(await child.ReadLineAsync());
            await child.WaitAsync(CancellationToken.None);
        }

        Assert.True(killed);
    }
}
