namespace EcsTools.Sandbox.Engine;

/// <summary>
/// What to pull: the name in the task definition, the pinned name of an image of the sandbox's registry, and the login to its registry or to a private one.
/// </summary>
internal sealed record ImagePull(string Image, string? PinnedName = null, string? User = null, string? Password = null);
