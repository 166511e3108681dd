using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace AwsSdk.Generator.Model;

/// <summary>
/// Where the published package's names are not the service model's: its namespace and client name, and the few shapes and members
/// it renames, leaves out or gives another type. Read from names.json beside service.json.
/// </summary>
internal sealed class PublishedNames
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true, ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>The root namespace, such as Amazon.IdentityManagement.</summary>
    public required string Namespace { get; init; }

    /// <summary>What stands between "Amazon" and "Client", such as IdentityManagementService.</summary>
    public required string Client { get; init; }

    /// <summary>The region, as RegionEndpoint names it, of a global service's client where nothing configures one.</summary>
    public string? DefaultRegion { get; init; }

    /// <summary>Shapes under another class name.</summary>
    public Dictionary<string, string> Shapes { get; init; } = [];

    /// <summary>Members under another property name, as "Shape.Member".</summary>
    public Dictionary<string, string> Members { get; init; } = [];

    /// <summary>Members left out, as "Shape.Member" or "*.Member".</summary>
    public HashSet<string> Excluded { get; init; } = [];

    /// <summary>Members that are epoch milliseconds on the wire and a DateTime in code, as "Shape.Member".</summary>
    public HashSet<string> EpochMilliseconds { get; init; } = [];

    public static PublishedNames Load(string path) =>
        JsonSerializer.Deserialize<PublishedNames>(File.ReadAllText(path), Options) ?? throw new ModelException($"{path} is empty.");

    public string ShapeName(string shape) => Shapes.TryGetValue(Capitalised(shape), out var renamed) ? renamed : Capitalised(shape);

    public string MemberName(string shape, string member) =>
        Members.TryGetValue($"{shape}.{member}", out var renamed) ? renamed : Capitalised(member);

    public bool IsExcluded(string shape, string member) => Excluded.Contains($"{shape}.{member}") || Excluded.Contains($"*.{member}");

    public bool IsEpochMilliseconds(string shape, string member) => EpochMilliseconds.Contains($"{shape}.{member}");

    public static string Capitalised(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>An exception class always ends in Exception; a trailing Fault gives way to it.</summary>
    public string ExceptionName(string shape)
    {
        var name = ShapeName(shape);
        return name.EndsWith("Exception", StringComparison.Ordinal) ? name
            : name.EndsWith("Fault", StringComparison.Ordinal) ? name[..^"Fault".Length] + "Exception"
            : name + "Exception";
    }
}
