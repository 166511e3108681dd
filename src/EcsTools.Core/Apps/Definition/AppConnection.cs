using System.Collections.Generic;

namespace EcsTools.Apps.Definition;

/// <summary>
/// That a service is in the Service Connect namespace of its app. It reaches the other services of the namespace by their names.
/// </summary>
public sealed record AppConnection
{
    /// <summary>The names and ports at which the other services reach it; empty if it only reaches others.</summary>
    public IReadOnlyList<AppEndpoint> Endpoints { get; init; } = [];
}

/// <summary>A name and port at which a service is reached, such as <c>api</c> and <c>3000</c>.</summary>
/// <param name="Name">The name: that of a container.</param>
/// <param name="Port">The port, which is also that of the container.</param>
public sealed record AppEndpoint(string Name, int Port)
{
    /// <summary>Name of the port in the task definition.</summary>
    public string PortName => AppNames.Port(Name, Port);
}
