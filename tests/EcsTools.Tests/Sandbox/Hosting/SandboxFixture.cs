using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Iam;
using Xunit;

namespace EcsTools.Tests.Sandbox.Hosting;

/// <summary>One simulated sandbox for a test class.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    /// <summary>The AWS CLI with the sandbox's root key.</summary>
    public AwsCli Aws { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        Aws = new AwsCli(Server.EndpointUrl, Server.AccessKey, Server.SecretKey);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
