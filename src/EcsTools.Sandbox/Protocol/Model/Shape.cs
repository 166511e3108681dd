using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>Kinds of shapes in a service model.</summary>
internal enum ShapeKind
{
    Structure,
    List,
    Map,
    String,
    Integer,
    Float,
    Boolean,
    Timestamp,
    Blob,
}

/// <summary>A shape of a service model with the constraints a value of it is held to.</summary>
internal sealed class Shape
{
    private readonly JsonObject _json;
    private readonly ServiceModel _model;
    private readonly Lazy<IReadOnlyList<Member>> _members;
    private readonly Lazy<Regex?> _pattern;

    public Shape(ServiceModel model, string name, JsonObject json)
    {
        _model = model;
        _json = json;
        Name = name;
        Kind = KindOf((string?)json["type"] ?? "string");
        Required = Strings(json["required"]);
        Enum = Strings(json["enum"]);
        Min = Number(json["min"]);
        Max = Number(json["max"]);
        _members = new Lazy<IReadOnlyList<Member>>(ReadMembers);
        _pattern = new Lazy<Regex?>(ReadPattern);
    }

    public string Name { get; }

    public ShapeKind Kind { get; }

    public IReadOnlyCollection<string> Required { get; }

    public IReadOnlyCollection<string> Enum { get; }

    /// <summary>Least length, count or value.</summary>
    public double? Min { get; }

    /// <summary>Greatest length, count or value.</summary>
    public double? Max { get; }

    /// <summary>The pattern as the model writes it, for messages.</summary>
    public string? PatternText => (string?)_json["pattern"];

    /// <summary>The pattern, which must match the whole value; null if there is none or .NET cannot read it.</summary>
    public Regex? Pattern => _pattern.Value;

    /// <summary>Members of a structure, in the model's order.</summary>
    public IReadOnlyList<Member> Members => _members.Value;

    /// <summary>What a list holds.</summary>
    public Member Element => new(_model, "member", _json["member"]!.AsObject());

    public Member Key => new(_model, "key", _json["key"]!.AsObject());

    public Member Value => new(_model, "value", _json["value"]!.AsObject());

    public bool IsFlattened => (bool?)_json["flattened"] ?? false;

    public bool IsSensitive => (bool?)_json["sensitive"] ?? false;

    public string? TimestampFormat => (string?)_json["timestampFormat"];

    /// <summary>The member that is the whole body, in REST protocols, or null.</summary>
    public string? Payload => (string?)_json["payload"];

    /// <summary>A free JSON value rather than a structure with members.</summary>
    public bool IsDocument => (bool?)_json["document"] ?? false;

    /// <summary>Of an exception: the error code on the wire.</summary>
    public string ErrorCode => (string?)_json["error"]?["code"] ?? Name;

    /// <summary>For an exception: the HTTP status, if the model has one.</summary>
    public int? ErrorStatus => (int?)_json["error"]?["httpStatusCode"];

    public Member? FindMember(string name) => Members.FirstOrDefault(member => member.Name == name);

    private static ShapeKind KindOf(string type) => type switch
    {
        "structure" => ShapeKind.Structure,
        "list" => ShapeKind.List,
        "map" => ShapeKind.Map,
        "integer" or "long" or "short" or "byte" => ShapeKind.Integer,
        "float" or "double" => ShapeKind.Float,
        "boolean" => ShapeKind.Boolean,
        "timestamp" => ShapeKind.Timestamp,
        "blob" => ShapeKind.Blob,
        _ => ShapeKind.String,
    };

    private static string[] Strings(JsonNode? node)
        => node is JsonArray array ? array.Select(item => (string)item!).ToArray() : Array.Empty<string>();

    private static double? Number(JsonNode? node) => node is null ? null : node.GetValue<double>();

    private Member[] ReadMembers()
        => _json["members"] is JsonObject members
            ? members.Select(pair => new Member(_model, pair.Key, pair.Value!.AsObject())).ToArray()
            : Array.Empty<Member>();

    // The patterns are Java's. \w and \d mean ASCII there, but Unicode in .NET, which has other names for classes, no escaped underscore, and two characters
    // where Java has one of a pair of surrogates.
    private static string Translate(string pattern)
    {
        pattern = pattern.Replace(@"\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF").Replace(@"\p{Print}", @"[\x20-\x7E]").Replace(@"\_", "_");
        var text = new StringBuilder();
        var inside = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                var letter = pattern[++i];
                var range = letter switch { 'w' => "a-zA-Z0-9_", 'd' => "0-9", _ => null };
                text.Append(range is null ? "\\" + letter : inside ? range : "[" + range + "]");
                continue;
            }

            inside = pattern[i] == '[' || (inside && pattern[i] != ']');
            text.Append(pattern[i]);
        }

        return text.ToString();
    }

    private Regex? ReadPattern()
    {
        if (PatternText is not { } text)
        {
            return null;
        }

        try
        {
            // The service matches the whole value; a limit keeps a hostile value from holding a thread.
            return new Regex(@"\A(?:" + Translate(text) + @")\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            // A construct of another regular expression language. It is better not to check the value than to refuse it wrongly.
            return null;
        }
    }
}
