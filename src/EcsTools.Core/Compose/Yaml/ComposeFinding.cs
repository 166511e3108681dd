using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Yaml;

/// <summary>Something in a compose file that is not as ECS would do it.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="IsError">Whether the app would behave differently, so that it is not published.</param>
/// <param name="Text">What it is, as a clause without a full stop.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record ComposeFinding(SourcePosition Position, bool IsError, string Text, string Remedy)
{
    public static ComposeFinding Error(SourcePosition position, string text, string remedy) => new(position, true, text, remedy);

    public static ComposeFinding Warning(SourcePosition position, string text, string remedy) => new(position, false, text, remedy);

    /// <summary>The finding as a line.</summary>
    public override string ToString() => $"{Position}: {UntrustedText.Sanitize(Text, 500)}. {Remedy}";
}
