namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>The headers that a balancer knows.</summary>
internal enum HeaderName
{
    Other,
    Host,
    ContentLength,
    TransferEncoding,
    Connection,
    KeepAlive,
    ProxyConnection,
    TransferCodings,
    Upgrade,
    Http2Settings,
    Expect,
    Cookie,
    SetCookie,
    ForwardedFor,
    ForwardedProto,
    ForwardedPort,
    TraceId,
}
