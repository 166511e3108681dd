using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Sts;

public sealed class CallerIdentityTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [SkippableFact]
    public async Task The_sandbox_key_is_the_root_of_account_zero()
    {
        var identity = await sandbox.Aws.JsonAsync("sts", "get-caller-identity");

        Assert.Equal("000000000000", (string?)identity["Account"]);
        Assert.Equal("arn:aws:iam::000000000000:root", (string?)identity["Arn"]);
    }

    [SkippableFact]
    public async Task A_key_nobody_has_is_refused()
    {
        var stranger = new AwsCli(sandbox.Server.EndpointUrl, "AKIAABCDEFGHIJKLMNOP", sandbox.Server.SecretKey);

        Assert.Contains("(InvalidClientTokenId)", await stranger.ErrorAsync("sts", "get-caller-identity"));
    }

    [SkippableFact]
    public async Task A_wrong_secret_is_refused()
    {
        var forger = new AwsCli(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, "wrong");

        Assert.Contains("(SignatureDoesNotMatch)", await forger.ErrorAsync("sts", "get-caller-identity"));
    }
}
