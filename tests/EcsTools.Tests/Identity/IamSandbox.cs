using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Sandbox;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>A sandbox in which a new key is known after twenty milliseconds: long enough to be refused at first.</summary>
public sealed class IamSandbox : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
        => Server = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, KeyPropagation = TimeSpan.FromMilliseconds(20) }, CancellationToken.None);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>A connection of the sandbox's root.</summary>
    public AwsConnection Connect(IClock clock, string? through = null)
        => new(new BasicAWSCredentials(Server.AccessKey, Server.SecretKey), Server.Region, through ?? Server.EndpointUrl, clock);
}
