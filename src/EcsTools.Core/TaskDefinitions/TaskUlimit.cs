using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.TaskDefinitions;

/// <summary>A resource limit (ulimit) of a container's processes.</summary>
/// <param name="Name">Name of the limit, such as <c>nofile</c>.</param>
/// <param name="Soft">The limit that applies.</param>
/// <param name="Hard">The highest limit that a process can set for itself.</param>
public sealed record TaskUlimit(string Name, long Soft, long Hard)
{
    // Ulimit.name in the ECS API reference.
    private static readonly string[] Names =
        ["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime",
            "sigpending", "stack"];

    private static readonly Regex Form = new(@"^\s*(?<name>[a-z]+)=(?<soft>-1|\d+)(?::(?<hard>-1|\d+))?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Reads <c>nofile=65536</c> or <c>nofile=1024:65536</c> (soft and hard limit); -1 means no limit.</summary>
    /// <param name="text">The text to read.</param>
    public static TaskUlimit Parse(string text)
    {
        var match = Form.Match(text ?? "");
        var name = match.Groups["name"].Value.ToLowerInvariant();
        if (!match.Success || !Names.Contains(name, StringComparer.Ordinal))
        {
            throw Invalid(text, match.Success ? NearestNames.Suggest(name, Names, $"Use one of {string.Join(", ", Names)}.")
                : "Give a name and a limit, such as nofile=65536, or a soft and a hard limit: nofile=1024:65536.");
        }

        var soft = long.Parse(match.Groups["soft"].Value, CultureInfo.InvariantCulture);
        var hard = match.Groups["hard"].Success ? long.Parse(match.Groups["hard"].Value, CultureInfo.InvariantCulture) : soft;
        return hard >= 0 && (soft < 0 || soft > hard) ? throw Invalid(text, "Give the soft limit first; it must not be above the hard limit.")
            : new TaskUlimit(name, soft, hard);
    }

    internal JsonNode ToNode() => new JsonObject { ["name"] = Name, ["softLimit"] = Soft, ["hardLimit"] = Hard };

    private static EcsToolsException Invalid(string? text, string remedy)
        => new(ErrorCodes.InvalidUlimit, $"'{text}' is not a limit of a process.", remedy, "Ulimit", text);
}
