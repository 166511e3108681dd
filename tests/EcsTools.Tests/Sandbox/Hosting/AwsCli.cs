using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Hosting;

/// <summary>Runs the AWS CLI, a client that shares nothing with this code, against a sandbox.</summary>
public sealed class AwsCli
{
    private readonly string _endpoint;
    private readonly string _accessKey;
    private readonly string _secretKey;
    private readonly string? _sessionToken;

    public AwsCli(string endpoint, string accessKey, string secretKey, string? sessionToken = null)
    {
        _endpoint = endpoint;
        _accessKey = accessKey;
        _secretKey = secretKey;
        _sessionToken = sessionToken;
    }

    /// <summary>Runs it and gives its JSON output; fails the test where it fails.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.True(code == 0, $"aws {string.Join(" ", arguments)} → {code}: {error}");
        return output.Trim().Length == 0 ? new JsonObject() : JsonNode.Parse(output)!;
    }

    /// <summary>Runs it where it must fail, and gives what it says.</summary>
    public async Task<string> ErrorAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.True(code != 0, $"aws {string.Join(" ", arguments)} succeeded: {output}");
        return error;
    }

    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var result = await AwsProgram.RunAsync(
            ["--endpoint-url", _endpoint, "--region", "us-east-1", "--output", "json", .. arguments],
            Environment(_accessKey, _secretKey, _sessionToken));
        return (result.ExitCode, result.Output, result.Error);
    }

    private static Dictionary<string, string?> Environment(string accessKey, string secretKey, string? sessionToken) => new()
    {
        ["AWS_ACCESS_KEY_ID"] = accessKey,
        ["AWS_SECRET_ACCESS_KEY"] = secretKey,
        ["AWS_SESSION_TOKEN"] = sessionToken,
        ["AWS_PROFILE"] = null,
        ["AWS_MAX_ATTEMPTS"] = "1",
        ["AWS_PAGER"] = "",
        ["AWS_CONFIG_FILE"] = Path.Combine(Path.GetTempPath(), "no-such-config"),
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Path.GetTempPath(), "no-such-credentials"),
    };
}
