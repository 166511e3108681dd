using System;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Keys;

/// <summary>What happens with a key of a compose file.</summary>
public enum ComposeKeyUse
{
    /// <summary>It becomes a setting on ECS.</summary>
    Mapped,

    /// <summary>It is for another purpose than running the app, such as watching files, so it is left out without a word.</summary>
    Unused,

    /// <summary>It is left out with a warning: the app works without it.</summary>
    Warned,

    /// <summary>It is an error: without it, the app would behave differently.</summary>
    Refused,
}

/// <summary>A key of the Compose Specification, or of <c>x-fargate</c>.</summary>
/// <param name="Path">Its path. <c>*</c> is any name, <c>[]</c> an item of a list.</param>
/// <param name="Use">What happens with it.</param>
/// <param name="Text">What it becomes on ECS, or why it is left out or refused, as a clause without a full stop.</param>
/// <param name="Remedy">What to do about it; null if it is mapped.</param>
public sealed record ComposeKey(string Path, ComposeKeyUse Use, string Text, string? Remedy = null)
{
    /// <summary>Whether a value of a key that is warned or refused says what ECS does anyway.</summary>
    internal Func<YamlValue, bool> IsHarmless { get; init; } = _ => false;

    /// <summary>The harmless values, for the documentation; null if there are none.</summary>
    public string? HarmlessText { get; init; }
}
