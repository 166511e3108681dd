using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>The facts of a request that nobody sent: one that is asked about.</summary>
internal sealed class RecordedFacts : IRequestFacts
{
    private readonly RoutedRequest _request;

    public RecordedFacts(RoutedRequest request)
    {
        _request = request;
    }

    public string Method => _request.Method;

    public string HostName => _request.Host;

    public string Path => _request.Path;

    public string Query => _request.Query;

    public IPAddress Source => _request.Source;

    public IEnumerable<string> HeaderValues(string name)
        => _request.Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}
