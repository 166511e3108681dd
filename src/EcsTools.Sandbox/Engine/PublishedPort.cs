using System.Net;

namespace EcsTools.Sandbox.Engine;

/// <summary>A port of a container, and where this machine reaches it.</summary>
internal sealed record PublishedPort(int ContainerPort, IPEndPoint Host, string Protocol);
