namespace EcsTools.HelpBuilder;

/// <summary>An error as docs/errors.md tells of it.</summary>
/// <param name="Id">The error id, or the form of the ids of a family.</param>
/// <param name="Area">The part of the product that it belongs to.</param>
/// <param name="Category">PowerShell's category, or empty if it depends on the cause.</param>
/// <param name="When">When it happens, as Markdown.</param>
/// <param name="Remedy">What to do about it, as Markdown.</param>
internal sealed record ErrorHelp(string Id, string Area, string Category, string When, string Remedy);
