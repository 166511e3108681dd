using System;

namespace EcsTools.Images.Registry;

/// <summary>The address of a registry: host and port as in image names, and the scheme to use.</summary>
internal sealed record RegistryAddress(string Host)
{
    /// <summary>HTTP for a loopback host, which Docker also treats as insecure; HTTPS for every other host.</summary>
    public Uri BaseUri => new($"{(IsLoopback ? "http" : "https")}://{Host}/");

    /// <summary>Whether the registry is on this machine.</summary>
    public bool IsLoopback => WebAddress.IsLoopback(new Uri("http://" + Host + "/"));
}
