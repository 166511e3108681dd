using System.Collections.Generic;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Profiles;

/// <summary>The AWS CLI of this machine, over its own pair of shared files: the independent party these tests compare with.</summary>
internal sealed class ProfileCli
{
    private readonly Dictionary<string, string?> _environment;

    public ProfileCli(ProfileFolder files)
    {
        _environment = new Dictionary<string, string?>
        {
            ["AWS_SHARED_CREDENTIALS_FILE"] = files.Credentials,
            ["AWS_CONFIG_FILE"] = files.Config,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION" })
        {
            _environment[name] = null;
        }
    }

    public async Task<string> RunAsync(params string[] arguments)
    {
        var result = await AwsProgram.RunAsync(arguments, _environment);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output.Trim();
    }

    /// <summary><c>aws configure</c>, answered as a person would.</summary>
    public async Task ConfigureAsync(string profile, string accessKey, string secretKey, string region, string output)
    {
        var arguments = profile == "default" ? new[] { "configure" } : new[] { "configure", "--profile", profile };
        var result = await AwsProgram.RunAsync(arguments, _environment, $"{accessKey}\n{secretKey}\n{region}\n{output}\n");
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
