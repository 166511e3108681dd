namespace EcsTools.Apps.Definition;

/// <summary>Where something stands in a file, for errors and warnings.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public sealed record SourcePosition(string Path, int Line, int Column)
{
    /// <summary>The form that editors open: <c>compose.yaml:12:5</c>.</summary>
    public override string ToString() => $"{Path}:{Line}:{Column}";
}
