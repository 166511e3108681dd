using System.Collections.Generic;
using System.Net;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>What conditions look at. Each is found when a condition asks for it.</summary>
internal interface IRequestFacts
{
    string Method { get; }

    /// <summary>Without a port.</summary>
    string HostName { get; }

    string Path { get; }

    string Query { get; }

    IPAddress Source { get; }

    IEnumerable<string> HeaderValues(string name);
}
