using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Variables;

/// <summary>A line of an environment file.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Value">Its value; null for a name alone, which has the value of the process.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record EnvironmentVariable(string Name, string? Value, SourcePosition Position);
