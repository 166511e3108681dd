namespace EcsTools.Sandbox.Engine;

internal sealed record PublishedPort(int ContainerPort, int HostPort, string Protocol);
