using System;
using System.Globalization;
using EcsTools.Aws;

namespace EcsTools.TaskDefinitions;

/// <summary>Reads the three forms of a task definition's name: an ARN, <c>family:revision</c>, or a family.</summary>
internal static class TaskDefinitionName
{
    /// <summary>The family without the revision.</summary>
    public static string FamilyOf(string name) => Split(name).Family;

    /// <summary>The revision; null if the name has none.</summary>
    public static int? RevisionOf(string name) => Split(name).Revision;

    /// <summary>The name without its revision: an ARN stays an ARN.</summary>
    public static string WithoutRevision(string name)
    {
        var colon = name.LastIndexOf(':');
        return RevisionOf(name) is null ? name : name.Substring(0, colon);
    }

    private static (string Family, int? Revision) Split(string name)
    {
        var text = AwsArn.Is(name) ? AwsArn.Parse(name).Name : name;
        var colon = text.IndexOf(':');
        return colon > 0 && int.TryParse(text.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? (text.Substring(0, colon), revision)
            : (text, null);
    }
}
