namespace EcsTools.Sandbox.Engine;

/// <summary>What to pull: the name in the task definition and, for an image of the sandbox's registry, the pinned name and a login.</summary>
internal sealed record ImagePull(string Image, string? PinnedName = null, string? User = null, string? Password = null);
