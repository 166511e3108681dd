using System;
using System.Net.Http;

namespace Docker.DotNet;

/// <summary>How a client proves itself to an engine: wraps or adjusts the message handler requests go through.</summary>
public abstract class Credentials : IDisposable
{
    /// <summary>True where the connection is to be TLS; turns tcp:// into https://.</summary>
    public abstract bool IsTlsCredentials();

    /// <summary>The handler to send through. <paramref name="innerHandler"/> is a <c>Microsoft.Net.Http.Client.ManagedHandler</c>.</summary>
    public abstract HttpMessageHandler GetHandler(HttpMessageHandler innerHandler);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>No credentials: a local socket or pipe, or an unprotected tcp endpoint.</summary>
public class AnonymousCredentials : Credentials
{
    /// <inheritdoc/>
    public override bool IsTlsCredentials() => false;

    /// <inheritdoc/>
    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler) => innerHandler;
}
