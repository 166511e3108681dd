using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools.HelpBuilder;

/// <summary>
/// The pages of docs as a site of Markdown that can stand alone: with the pages that the build wrote, and with web addresses in place of links to
/// other parts of the repository.
/// </summary>
/// <param name="root">The root of the repository.</param>
/// <param name="project">Where the project is on the web.</param>
internal sealed partial class SiteWriter(string root, ProjectAddress project)
{
    /// <summary>The pages, by their paths in the site.</summary>
    public IReadOnlyDictionary<string, string> Write()
    {
        var pages = Sources().ToDictionary(page => page.Path, page => Outward(page.Path, page.Text), StringComparer.Ordinal);
        pages["index.md"] += Others(pages);
        return pages;
    }

    private IEnumerable<(string Path, string Text)> Sources()
    {
        var (written, built) = (Path.Combine(root, "docs"), Path.Combine(root, "out", "docs"));
        foreach (var file in Directory.GetFiles(written, "*.md"))
        {
            var newer = Path.Combine(built, Path.GetFileName(file));
            yield return (Path.GetFileName(file), Read(File.Exists(newer) ? newer : file));
        }

        foreach (var file in Directory.GetFiles(Path.Combine(built, "commands"), "*.md"))
        {
            yield return ("commands/" + Path.GetFileName(file), Read(file));
        }
    }

    private static string Read(string path) => File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal);

    // A link that leaves the folder docs goes to the project.
    private string Outward(string page, string text) => RelativeLink().Replace(text, match =>
    {
        var place = new Uri(new Uri("file:///repository/docs/"), page);
        var target = new Uri(place, match.Groups["target"].Value).AbsolutePath["/repository/".Length..];
        return target.StartsWith("docs/", StringComparison.Ordinal) ? match.Value : $"]({project.Of(target)})";
    });

    // What index.md does not name is found all the same.
    private static string Others(Dictionary<string, string> pages)
    {
        var index = pages["index.md"];
        var text = new StringBuilder();
        foreach (var (path, page) in pages.OrderBy(page => page.Key, StringComparer.Ordinal))
        {
            if (path != "index.md" && !path.Contains('/', StringComparison.Ordinal) && !index.Contains($"]({path})", StringComparison.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"- [{page.Split('\n')[0].TrimStart('#', ' ')}]({path})\n");
            }
        }

        return text.Length == 0 ? "" : $"\n## More\n\n{text}";
    }

    [GeneratedRegex(@"\]\((?<target>\.\./[^)\s]+)\)")]
    private static partial Regex RelativeLink();
}
