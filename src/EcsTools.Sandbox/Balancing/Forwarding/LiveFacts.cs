using System;
using System.Collections.Generic;
using System.Net;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Balancing.Routing;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>The facts of the request that a connection has read.</summary>
internal sealed class LiveFacts : IRequestFacts
{
    private readonly RequestHead _head;

    public LiveFacts(RequestHead head, IPAddress source)
    {
        _head = head;
        Source = source;
    }

    public string Method => _head.Method;

    public string HostName
    {
        get
        {
            var host = _head.Host;
            var colon = host.LastIndexOf(':');
            return colon > host.LastIndexOf(']') ? host.Substring(0, colon) : host;
        }
    }

    public string Path => _head.Path;

    public string Query => _head.Query;

    public IPAddress Source { get; }

    public IEnumerable<string> HeaderValues(string name)
    {
        foreach (var field in _head.Fields.All)
        {
            if (field.NameLength == name.Length
                && HttpBytes.Text(_head.Fields.Name(field)).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                yield return HttpBytes.Text(_head.Fields.Value(field));
            }
        }
    }
}
