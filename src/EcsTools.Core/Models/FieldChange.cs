namespace EcsTools.Models;

/// <summary>One field that differs between what is there and what is asked for.</summary>
/// <param name="Field">Path of the field, such as <c>containerDefinitions[web].image</c>.</param>
/// <param name="From">The value there, or null where there is none. Values that look secret are masked.</param>
/// <param name="To">The value asked for, or null where it goes.</param>
public sealed record FieldChange(string Field, string? From, string? To)
{
    /// <summary>The change in one line.</summary>
    public override string ToString()
        => From is null ? $"+ {Field}: {To}" : To is null ? $"- {Field}: {From}" : $"~ {Field}: {From} -> {To}";
}
