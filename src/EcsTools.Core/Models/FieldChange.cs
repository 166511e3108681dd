namespace EcsTools.Models;

/// <summary>One field whose current value differs from the requested value.</summary>
/// <param name="Field">Path of the field, such as <c>containerDefinitions[web].image</c>.</param>
/// <param name="From">The current value; null if there is none. Values that look secret are masked.</param>
/// <param name="To">The requested value; null if the field is removed.</param>
public sealed record FieldChange(string Field, string? From, string? To)
{
    /// <summary>The change in one line.</summary>
    public override string ToString()
        => From is null ? $"+ {Field}: {To}" : To is null ? $"- {Field}: {From}" : $"~ {Field}: {From} -> {To}";
}
