using System;

namespace EcsTools.Images.Registry;

/// <summary>The address of a registry: host and port as in image names, and the scheme to use.</summary>
internal sealed record RegistryAddress(string Host)
{
    /// <summary>What the registry is for the command that calls it. Remedies name the parameters of that command.</summary>
    public RegistryRole Role { get; init; }

    /// <summary>HTTP for a loopback host, which Docker also treats as insecure; HTTPS for every other host.</summary>
    public Uri BaseUri => new($"{(IsLoopback ? "http" : "https")}://{Host}/");

    /// <summary>Whether the registry is on this machine.</summary>
    public bool IsLoopback => WebAddress.IsLoopback(new Uri("http://" + Host + "/"));
}

/// <summary>What a registry is for a command.</summary>
internal enum RegistryRole
{
    /// <summary>The registry of the account, or the one that an image is copied from.</summary>
    Source,

    /// <summary>The registry that -Destination names.</summary>
    Destination,
}
