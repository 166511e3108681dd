namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>A tag of a resource.</summary>
internal sealed record EcsTag(string Key, string? Value);
