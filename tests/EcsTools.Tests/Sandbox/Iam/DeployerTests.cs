using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Iam;

/// <summary>A user for deployments as the AWS CLI makes one, and what it may then do.</summary>
public sealed class DeployerTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Managed = "arn:aws:iam::aws:policy/";

    [SkippableFact]
    public async Task A_deployer_with_the_tutorials_policies_may_use_ecs_but_not_create_a_repository()
    {
        var aws = await DeployerAsync(
            "tutorial",
            "AWSCodeDeployRoleForECS",
            "AmazonECS_FullAccess",
            "EC2InstanceProfileForImageBuilderECRContainerBuilds",
            "service-role/AWSAppRunnerServicePolicyForECRAccess");

        Assert.Equal("arn:aws:iam::000000000000:user/tutorial", (string?)(await aws.JsonAsync("sts", "get-caller-identity"))["Arn"]);
        Assert.NotNull((await aws.JsonAsync("ecs", "create-cluster", "--cluster-name", "demo"))["cluster"]);
        Assert.NotNull((await aws.JsonAsync("ec2", "describe-subnets"))["Subnets"]);
        Assert.NotNull((await aws.JsonAsync("ecr", "get-authorization-token"))["authorizationData"]);
        var refused = await aws.ErrorAsync("ecr", "create-repository", "--repository-name", "web");
        Assert.Contains("(AccessDeniedException)", refused);
        Assert.Contains(
            "User: arn:aws:iam::000000000000:user/tutorial is not authorized to perform: ecr:CreateRepository on resource: "
            + "arn:aws:ecr:us-east-1:000000000000:repository/web because no identity-based policy allows the ecr:CreateRepository action",
            refused);
        Assert.Contains("(AccessDenied)", await aws.ErrorAsync("iam", "create-user", "--user-name", "another"));
    }

    [SkippableFact]
    public async Task A_user_without_policies_may_only_ask_who_he_is()
    {
        var aws = await DeployerAsync("bare");

        Assert.Equal("000000000000", (string?)(await aws.JsonAsync("sts", "get-caller-identity"))["Account"]);
        Assert.Contains("(AccessDeniedException)", await aws.ErrorAsync("ecs", "list-clusters"));
        Assert.Contains("(AccessDeniedException)", await aws.ErrorAsync("logs", "describe-log-groups"));
        Assert.Contains("(AccessDenied)", await aws.ErrorAsync("iam", "list-users"));
        Assert.Contains("(UnauthorizedOperation)", await aws.ErrorAsync("ec2", "describe-vpcs"));
    }

    [SkippableFact]
    public async Task An_inline_policy_decides_by_action_resource_and_denial()
    {
        var aws = await DeployerAsync("inline");
        await sandbox.Aws.JsonAsync("iam", "put-user-policy", "--user-name", "inline", "--policy-name", "p", "--policy-document", """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/team/*"},
              {"Effect":"Allow","Action":["iam:GetUser"],"Resource":"arn:aws:iam::*:user/${aws:username}"},
              {"Effect":"Deny","Action":"ecr:Delete*","Resource":"*"}]}
            """);

        await aws.JsonAsync("ecr", "create-repository", "--repository-name", "team/a");
        Assert.Contains("because no identity-based", await aws.ErrorAsync("ecr", "create-repository", "--repository-name", "other"));
        Assert.Contains("with an explicit deny", await aws.ErrorAsync("ecr", "delete-repository", "--repository-name", "team/a"));
        Assert.Equal("inline", (string?)(await aws.JsonAsync("iam", "get-user"))["User"]!["UserName"]);
        Assert.Contains("(AccessDenied)", await aws.ErrorAsync("iam", "get-user", "--user-name", "somebody"));
    }

    [SkippableFact]
    public async Task A_new_key_is_unknown_at_first_and_an_inactive_one_again()
    {
        await sandbox.Aws.JsonAsync("iam", "create-user", "--user-name", "fresh");
        using var root = RawAws.Root(sandbox.Server);
        var key = await root.FormAsync("iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=fresh");
        using var user = new RawAws(sandbox.Server.EndpointUrl, key.Xml("AccessKeyId")!, key.Xml("SecretAccessKey")!);
        const string identity = "Action=GetCallerIdentity&Version=2011-06-15";

        var first = await user.FormAsync("sts", identity);
        await WaitUntilGoodAsync(user);
        await root.FormAsync("iam", $"Action=UpdateAccessKey&Version=2010-05-08&UserName=fresh&Status=Inactive&AccessKeyId={key.Xml("AccessKeyId")}");
        var last = await user.FormAsync("sts", identity);

        Assert.Equal("InvalidClientTokenId", first.Xml("Code"));
        Assert.Equal("InvalidClientTokenId", last.Xml("Code"));
        var used = await root.FormAsync("iam", $"Action=GetAccessKeyLastUsed&Version=2010-05-08&AccessKeyId={key.Xml("AccessKeyId")}");
        Assert.Equal(("fresh", "sts", "us-east-1"), (used.Xml("UserName"), used.Xml("ServiceName"), used.Xml("Region")));
    }

    [Fact]
    public async Task A_new_key_of_a_fast_sandbox_is_known_sooner()
    {
        var options = new SandboxOptions { Runtime = SandboxRuntime.Simulated, KeyPropagation = TimeSpan.FromHours(1), TimeScale = 10_000 };
        await using var fast = await SandboxServer.StartAsync(options, CancellationToken.None);
        using var root = RawAws.Root(fast);
        await root.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=soon");
        var key = await root.FormAsync("iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=soon");
        using var user = new RawAws(fast.EndpointUrl, key.Xml("AccessKeyId")!, key.Xml("SecretAccessKey")!);

        await WaitUntilGoodAsync(user);
    }

    [SkippableFact]
    public async Task A_user_has_at_most_two_keys_and_goes_only_when_bare()
    {
        await sandbox.Aws.JsonAsync("iam", "create-user", "--user-name", "full", "--tags", "Key=a,Value=b");
        await sandbox.Aws.JsonAsync("iam", "attach-user-policy", "--user-name", "full", "--policy-arn", Managed + "AmazonECS_FullAccess");
        var one = await sandbox.Aws.JsonAsync("iam", "create-access-key", "--user-name", "full");
        var two = await sandbox.Aws.JsonAsync("iam", "create-access-key", "--user-name", "full");

        var third = await sandbox.Aws.ErrorAsync("iam", "create-access-key", "--user-name", "full");
        Assert.Contains("(LimitExceeded)", third);
        Assert.Contains("Cannot exceed quota for AccessKeysPerUser: 2", third);
        Assert.Contains("(EntityAlreadyExists)", await sandbox.Aws.ErrorAsync("iam", "create-user", "--user-name", "FULL"));
        Assert.Contains("must delete access keys first", await sandbox.Aws.ErrorAsync("iam", "delete-user", "--user-name", "full"));
        foreach (var key in new[] { one, two })
        {
            await sandbox.Aws.JsonAsync("iam", "delete-access-key", "--user-name", "full", "--access-key-id", (string)key["AccessKey"]!["AccessKeyId"]!);
        }

        Assert.Contains("must detach all policies first", await sandbox.Aws.ErrorAsync("iam", "delete-user", "--user-name", "full"));
        await sandbox.Aws.JsonAsync("iam", "detach-user-policy", "--user-name", "full", "--policy-arn", Managed + "AmazonECS_FullAccess");
        await sandbox.Aws.JsonAsync("iam", "delete-user", "--user-name", "full");
        Assert.Contains("(NoSuchEntity)", await sandbox.Aws.ErrorAsync("iam", "get-user", "--user-name", "full"));
    }

    [Fact]
    public async Task A_user_takes_ten_managed_policies_and_no_more()
    {
        using var aws = RawAws.Root(sandbox.Server);
        await aws.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=ten");
        var policies = await aws.FormAsync("iam", "Action=ListPolicies&Version=2010-05-08&Scope=AWS");
        var arns = policies.Body.Split("<Arn>").Skip(1).Select(part => part.Split('<')[0]).Take(11).ToList();

        var codes = new string?[11];
        for (var i = 0; i < 11; i++)
        {
            codes[i] = (await aws.FormAsync("iam", $"Action=AttachUserPolicy&Version=2010-05-08&UserName=ten&PolicyArn={arns[i]}")).Xml("Code");
        }

        Assert.All(codes.Take(10), Assert.Null);
        Assert.Equal("LimitExceeded", codes[10]);
        Assert.Null((await aws.FormAsync("iam", $"Action=AttachUserPolicy&Version=2010-05-08&UserName=ten&PolicyArn={arns[0]}")).Xml("Code"));
    }

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/NoSuchPolicy", "NoSuchEntity")]
    [InlineData("nonsense-arn-that-is-long-enough", "InvalidInput")]
    public async Task A_policy_that_is_not_there_cannot_be_attached(string arn, string code)
    {
        using var aws = RawAws.Root(sandbox.Server);
        await aws.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=attach");

        Assert.Equal(code, (await aws.FormAsync("iam", $"Action=AttachUserPolicy&Version=2010-05-08&UserName=attach&PolicyArn={arn}")).Xml("Code"));
    }

    [Fact]
    public async Task Lists_are_paged_by_marker()
    {
        using var aws = RawAws.Root(sandbox.Server);
        for (var i = 0; i < 5; i++)
        {
            await aws.FormAsync("iam", $"Action=CreateUser&Version=2010-05-08&UserName=page{i}&Path=/paged/");
        }

        var names = "";
        var marker = "";
        do
        {
            var page = await aws.FormAsync(
                "iam", "Action=ListUsers&Version=2010-05-08&PathPrefix=/paged/&MaxItems=2" + (marker.Length > 0 ? "&Marker=" + Uri.EscapeDataString(marker) : ""));
            names += string.Concat(page.Body.Split("<UserName>").Skip(1).Select(part => part.Split('<')[0] + " "));
            marker = page.Xml("Marker") ?? "";
            Assert.Equal(marker.Length > 0 ? "true" : "false", page.Xml("IsTruncated"));
        }
        while (marker.Length > 0);

        Assert.Equal("page0 page1 page2 page3 page4 ", names);
    }

    private async Task<AwsCli> DeployerAsync(string name, params string[] policies)
    {
        using var root = RawAws.Root(sandbox.Server);
        await root.FormAsync("iam", $"Action=CreateUser&Version=2010-05-08&UserName={name}");
        foreach (var policy in policies)
        {
            var attached = await root.FormAsync(
                "iam", $"Action=AttachUserPolicy&Version=2010-05-08&UserName={name}&PolicyArn={Uri.EscapeDataString(Managed + policy)}");
            Assert.Equal(System.Net.HttpStatusCode.OK, attached.Status);
        }

        var key = await root.FormAsync("iam", $"Action=CreateAccessKey&Version=2010-05-08&UserName={name}");
        using var user = new RawAws(sandbox.Server.EndpointUrl, key.Xml("AccessKeyId")!, key.Xml("SecretAccessKey")!);
        await WaitUntilGoodAsync(user);
        return new AwsCli(sandbox.Server.EndpointUrl, key.Xml("AccessKeyId")!, key.Xml("SecretAccessKey")!);
    }

    private static async Task WaitUntilGoodAsync(RawAws user)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await user.FormAsync("sts", "Action=GetCallerIdentity&Version=2011-06-15")).Xml("Code") is not null)
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
