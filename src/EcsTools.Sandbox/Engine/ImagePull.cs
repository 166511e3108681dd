namespace EcsTools.Sandbox.Engine;

/// <summary>What to pull: the name in the task definition, and the image itself if it is in the sandbox's registry.</summary>
internal sealed record ImagePull(string Image, RegistryImage? Stored = null);
