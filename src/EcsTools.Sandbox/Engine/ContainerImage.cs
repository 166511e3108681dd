namespace EcsTools.Sandbox.Engine;

/// <summary>An image on the host, with the digest of its manifest if it came from a registry.</summary>
internal sealed record ContainerImage(string Reference, string? Digest);
