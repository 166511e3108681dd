using System.Threading;
using System.Threading.Tasks;
using EcsTools.Campaigns.Fidelity.Wire;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Fidelity.Servers;

/// <summary>The sandbox, whose containers are simulated.</summary>
internal sealed class ProbedSandbox : ProbedServer
{
    private SandboxServer? _server;

    public override string Name => "sandbox";

    public override async Task<SignedSender> ResetAsync()
    {
        await DisposeAsync();
        _server = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        return new SignedSender(_server.EndpointUrl, _server.AccessKey, _server.SecretKey);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }
}
