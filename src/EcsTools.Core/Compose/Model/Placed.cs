using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Model;

/// <summary>A value of a compose file, and where it stands.</summary>
/// <param name="Value">The value.</param>
/// <param name="Position">Where it stands.</param>
internal readonly record struct Placed<T>(T Value, SourcePosition Position);
