using System.Net.Http;
using Docker.DotNet;

namespace EcsTools.DockerTransport;

/// <summary>The place where Docker.DotNet lets its handler be replaced. It says nothing about who the user is.</summary>
internal sealed class TransportCredentials : Credentials
{
    private readonly EngineConnector _connector;

    public TransportCredentials(EngineConnector connector) => _connector = connector;

    // The connector makes the handshake itself, so Docker.DotNet is to see a plain connection.
    public override bool IsTlsCredentials() => false;

    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler) => new EngineHandler(_connector);

    public override void Dispose()
    {
        _connector.Dispose();
        base.Dispose();
    }
}
