using System;
using System.Linq;
using System.Text;
using EcsTools.Compose.Keys;

namespace EcsTools.HelpBuilder;

/// <summary>The table of keys in docs/compose.md. The text around it stays as it is.</summary>
internal static class ComposePageWriter
{
    private const string Begin = "<!-- The build writes the keys from here -->\n";
    private const string End = "<!-- to here -->";

    /// <param name="page">The page as it is.</param>
    public static string Write(string page)
    {
        page = page.Replace("\r\n", "\n", StringComparison.Ordinal);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        return begin < 0 || end < begin
            ? throw new InvalidOperationException("docs/compose.md lacks the two comments around its table.")
            : string.Concat(page.AsSpan(0, begin + Begin.Length), Tables(), page.AsSpan(end));
    }

    private static string Tables()
    {
        var text = new StringBuilder();
        Table(text, "x-fargate of a service", key => key.Path.StartsWith("services.*.x-fargate.", StringComparison.Ordinal), "services.*.x-fargate.");
        Table(text, "Services", key => IsOfService(key), "services.*.");
        Table(text, "The file itself", key => !key.Path.StartsWith("services.*.", StringComparison.Ordinal), "");
        return text.ToString();
    }

    private static bool IsOfService(ComposeKey key)
        => key.Path.StartsWith("services.*.", StringComparison.Ordinal) && !key.Path.StartsWith("services.*.x-fargate", StringComparison.Ordinal);

    private static void Table(StringBuilder text, string title, Func<ComposeKey, bool> isIn, string prefix)
    {
        text.Append("\n### ").Append(title).Append("\n\n| key | | on ECS |\n|---|---|---|\n");
        foreach (var key in ComposeKeys.All.Where(isIn).Where(key => key.Path[^1] is not ('*' or ']')).OrderBy(key => key.Path, StringComparer.Ordinal))
        {
            text.Append("| `").Append(key.Path[prefix.Length..]).Append("` | ").Append(Use(key.Use)).Append(" | ").Append(Sentence(key)).Append(" |\n");
        }
    }

    private static string Use(ComposeKeyUse use) => use switch
    {
        ComposeKeyUse.Mapped => "yes",
        ComposeKeyUse.Unused => "not needed",
        ComposeKeyUse.Warned => "warning",
        _ => "**error**",
    };

    private static string Sentence(ComposeKey key)
    {
        var text = char.ToUpperInvariant(key.Text[0]) + key.Text[1..] + ".";
        text += key.HarmlessText is null ? "" : $" No finding for `{key.HarmlessText.Replace(", ", "`, `", StringComparison.Ordinal)}`.";
        text += key.Remedy is null or "Remove the key." ? "" : " " + key.Remedy;
        return text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
    }
}
