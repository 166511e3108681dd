using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Keys;

/// <summary>Every key of the Compose Specification, and what becomes of it. A key that is not here is not one.</summary>
public static partial class ComposeKeys
{
    private const string Remove = "Remove the key.";

    /// <summary>All keys, in the order of the documentation.</summary>
    public static IReadOnlyList<ComposeKey> All { get; } =
        [.. TopLevel, .. Containers, .. Limits, .. Host, .. Builds, .. Deployments, .. Extensions];

    private static readonly Dictionary<string, ComposeKey> ByPath = All.ToDictionary(key => key.Path, StringComparer.Ordinal);

    private static readonly HashSet<string> Parents = new(All.Select(key => Parent(key.Path)), StringComparer.Ordinal);

    /// <summary>The key of a path; null if there is none.</summary>
    internal static ComposeKey? Find(string path) => ByPath.TryGetValue(path, out var key) ? key : null;

    /// <summary>Whether keys under a path are checked. If not, they are names of the user, such as variables.</summary>
    internal static bool HasInner(string path) => Parents.Contains(path);

    /// <summary>The names of the keys under a path.</summary>
    internal static IEnumerable<string> Inner(string path)
        => All.Where(key => Parent(key.Path) == path).Select(key => key.Path.Substring(path.Length).TrimStart('.'));

    private static string Parent(string path) => path.EndsWith("[]", StringComparison.Ordinal) ? path.Substring(0, path.Length - 2)
        : path.LastIndexOf('.') is > 0 and var dot ? path.Substring(0, dot) : "";

    private static ComposeKey Mapped(string path, string text) => new(path, ComposeKeyUse.Mapped, text);

    private static ComposeKey Unused(string path, string text) => new(path, ComposeKeyUse.Unused, text);

    private static ComposeKey Warned(string path, string text, string remedy = Remove, string? harmless = null)
        => Harmless(new(path, ComposeKeyUse.Warned, text, remedy), harmless);

    private static ComposeKey Refused(string path, string text, string remedy = Remove, string? harmless = null)
        => Harmless(new(path, ComposeKeyUse.Refused, text, remedy), harmless);

    /// <summary>Values that say what ECS does anyway, separated by commas.</summary>
    private static ComposeKey Harmless(ComposeKey key, string? values)
    {
        if (values is null)
        {
            return key;
        }

        var known = values.Split([", "], StringSplitOptions.None);
        return key with
        {
            HarmlessText = values,
            IsHarmless = value => value switch
            {
                YamlScalar scalar => known.Contains(scalar.Written, StringComparer.OrdinalIgnoreCase),
                YamlList list => list.Items.All(item => item is YamlScalar scalar && known.Contains(scalar.Written, StringComparer.OrdinalIgnoreCase)),
                _ => false,
            },
        };
    }
}
