using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Tests.Sandbox.Hosting;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>A sandbox whose registry the tests of a class push to, each to a repository of its own.</summary>
public sealed class RegistryFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public AwsCli Aws { get; private set; } = null!;

    internal EcrService Ecr => Server.Cloud.Service<EcrService>();

    internal RegistryClient Client { get; private set; } = null!;

    internal string Password => Ecr.IssueToken().Password;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        Aws = new AwsCli(Server.EndpointUrl, Server.AccessKey, Server.SecretKey);
        Client = new RegistryClient(Server.RegistryUri, Password);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Makes a repository of a new name, in process: tests of the API go through the AWS CLI.</summary>
    internal async Task<string> NewRepositoryAsync(string prefix = "test", Action<JsonObject>? with = null)
    {
        var name = $"{prefix}-{Guid.NewGuid():N}";
        var input = new JsonObject { ["repositoryName"] = name };
        with?.Invoke(input);
        await CallAsync("CreateRepository", input);
        return name;
    }

    internal Task<JsonObject> CallAsync(string operation, JsonObject input) => CallAsync(Server, operation, input);

    internal static Task<JsonObject> CallAsync(SandboxServer server, string operation, JsonObject input)
        => server.Cloud.Service<EcrService>().Operations[operation](
            new SandboxCall(operation, input, "", new SandboxPrincipal(SandboxCloud.AccountId, "", "", ""), CancellationToken.None));

    /// <summary>Calls an operation that must be refused with the error <paramref name="code"/>.</summary>
    internal async Task RefusesAsync(string code, string operation, JsonObject input)
        => Assert.Equal(code, (await Assert.ThrowsAsync<AwsError>(() => CallAsync(operation, input))).Code);

    /// <summary>A time as the AWS CLI prints it: seconds since 1970, or ISO 8601 from version 2 on.</summary>
    internal static DateTimeOffset TimeOf(JsonNode time)
        => time.GetValueKind() == JsonValueKind.Number
            ? DateTimeOffset.UnixEpoch.AddSeconds((double)time)
            : DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture);

    /// <summary>Runs skopeo with this registry's password and without TLS for the sides that are in it.</summary>
    internal async Task<ToolResult> SkopeoAsync(params string[] arguments)
    {
        Tool.Require("skopeo");
        var credentials = $"AWS:{Password}";
        var options = new List<string>();
        if (arguments[0] == "copy")
        {
            foreach (var (side, place) in new[] { ("src", arguments[^2]), ("dest", arguments[^1]) })
            {
                if (place.StartsWith("docker://", StringComparison.Ordinal))
                {
                    options.AddRange([$"--{side}-creds={credentials}", $"--{side}-tls-verify=false"]);
                }
            }
        }
        else
        {
            options.AddRange([$"--creds={credentials}", "--tls-verify=false"]);
        }

        return await Tool.RunAsync("skopeo", arguments.Take(1).Concat(options).Concat(arguments.Skip(1)));
    }

    internal async Task<string> SkopeoOrFailAsync(params string[] arguments)
    {
        var result = await SkopeoAsync(arguments);
        Assert.True(result.ExitCode == 0, $"skopeo {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
