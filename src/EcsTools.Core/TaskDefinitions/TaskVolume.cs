using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.TaskDefinitions;

/// <summary>A volume of a task, mounted at a path in a container.</summary>
/// <param name="Source">
/// A name for a volume that lives as long as the task. Or an EFS file system, with or without an access point or a folder: <c>fs-…</c>,
/// <c>fs-…/fsap-…</c>, <c>fs-…/folder</c>.
/// </param>
/// <param name="Path">Mount path in the container.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
/// <param name="Iam">Whether EFS checks the permissions of the task role.</param>
public sealed record TaskVolume(string Source, string Path, bool ReadOnly, bool Iam)
{
    // A Windows path contains a colon itself.
    private static readonly Regex Form = new(
        @"^(?<source>[^:\s]+):(?<path>/[^:]*|[A-Za-z]:\\[^:]*)(?<options>:[a-z,]+)?$", RegexOptions.CultureInvariant);

    private static readonly Regex FileSystem = new(
        "^(?<id>fs-[0-9a-f]{8,40})(?:/(?<point>fsap-[0-9a-f]{8,40})|(?<folder>/.*))?$", RegexOptions.CultureInvariant);

    /// <summary>Whether it is on EFS.</summary>
    public bool IsEfs => FileSystem.IsMatch(Source);

    /// <summary>Reads <c>source:path</c>, optionally followed by <c>:ro</c> and <c>:iam</c>.</summary>
    /// <param name="text">The text to read.</param>
    public static TaskVolume Parse(string text)
    {
        var match = Form.Match(text?.Trim() ?? "");
        var options = match.Groups["options"].Value.TrimStart(':').Split([','], StringSplitOptions.RemoveEmptyEntries);
        if (!match.Success || options.Except(["ro", "rw", "iam"]).Any())
        {
            throw Invalid(text, "is not a volume");
        }

        var volume = new TaskVolume(match.Groups["source"].Value, match.Groups["path"].Value, options.Contains("ro"),
            options.Contains("iam"));
        return volume.IsEfs || Regex.IsMatch(volume.Source, "^(?!fs-)[A-Za-z0-9_-]{1,255}$") ? volume
            : throw Invalid(text, $"has the source '{volume.Source}', which is neither a name nor an EFS file system");
    }

    /// <summary>The text that <c>Parse</c> reads.</summary>
    public override string ToString()
    {
        var options = new[] { ReadOnly ? "ro" : "", Iam ? "iam" : "" }.Where(option => option.Length > 0).ToList();
        return options.Count == 0 ? $"{Source}:{Path}" : $"{Source}:{Path}:{string.Join(",", options)}";
    }

    /// <summary>Its name in the definition. The same file system, access point and folder always get the same name.</summary>
    internal string Name => IsEfs ? Regex.Replace(Source.Trim('/'), "[^A-Za-z0-9_-]+", "-") : Source;

    /// <summary>The volume as an item of the definition's <c>volumes</c>.</summary>
    internal JsonObject ToVolume()
    {
        var volume = new JsonObject { ["name"] = Name };
        if (FileSystem.Match(Source) is not { Success: true } match)
        {
            return volume;
        }

        // Access points and IAM require encryption in transit. Without them it costs nothing, so always encrypt.
        var efs = new JsonObject { ["fileSystemId"] = match.Groups["id"].Value, ["transitEncryption"] = "ENABLED" };
        if (match.Groups["folder"].Success && match.Groups["folder"].Value.Length > 1)
        {
            efs["rootDirectory"] = match.Groups["folder"].Value;
        }

        var authorization = new JsonObject();
        if (match.Groups["point"].Success)
        {
            authorization["accessPointId"] = match.Groups["point"].Value;
        }

        if (Iam)
        {
            authorization["iam"] = "ENABLED";
        }

        if (authorization.Count > 0)
        {
            efs["authorizationConfig"] = authorization;
        }

        volume["efsVolumeConfiguration"] = efs;
        return volume;
    }

    /// <summary>The mount as an item of the container's <c>mountPoints</c>.</summary>
    internal JsonObject ToMountPoint() => new() { ["sourceVolume"] = Name, ["containerPath"] = Path, ["readOnly"] = ReadOnly };

    private static EcsToolsException Invalid(string? text, string problem)
        => new(
            ErrorCodes.InvalidVolume,
            $"'{text}' {problem}.",
            "Give the source and the path, such as scratch:/tmp/work, fs-0123456789abcdef0:/data or "
                + "fs-0123456789abcdef0/fsap-0123456789abcdef0:/data:ro,iam.",
            "Volume",
            text);
}
