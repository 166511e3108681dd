using EcsTools.Apps.Definition;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Model;

/// <summary>A name and its value, such as a variable or a label.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; null for a name alone.</param>
/// <param name="Token">Where the value comes from, if it is not in the file.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record ComposePair(string Name, string? Value, ValueToken? Token, SourcePosition Position);
