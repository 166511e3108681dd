using System.Net.Http;
using Docker.DotNet;

namespace EcsTools.DockerTransport;

/// <summary>The extension point at which Docker.DotNet's handler can be replaced. It contains no information about the user.</summary>
internal sealed class TransportCredentials : Credentials
{
    private readonly EngineConnector _connector;

    public TransportCredentials(EngineConnector connector) => _connector = connector;

    // The connector performs the handshake itself, so Docker.DotNet must see a plain connection.
    public override bool IsTlsCredentials() => false;

    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler) => new EngineHandler(_connector);

    public override void Dispose()
    {
        _connector.Dispose();
        base.Dispose();
    }
}
