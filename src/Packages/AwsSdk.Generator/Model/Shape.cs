using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace AwsSdk.Generator.Model;

/// <summary>A type of the service model.</summary>
internal sealed class Shape(ServiceModel service, string name, JsonObject data)
{
    private IReadOnlyList<Member>? _members;

    public string Name { get; } = name;

    public string Type { get; } = data["type"]!.GetValue<string>();

    public bool IsEnum => Type == "string" && data.ContainsKey("enum");

    public bool IsDocument => Flag("document");

    public bool IsStructure => Type == "structure" && !IsDocument;

    public bool IsException => Flag("exception");

    public bool IsFlattened => Flag("flattened");

    public bool IsStreaming => Flag("streaming");

    public IEnumerable<string> EnumValues => data["enum"]!.AsArray().Select(v => v!.GetValue<string>());

    public string? TimestampFormat => data["timestampFormat"]?.GetValue<string>();

    /// <summary>The code by which the error goes on the wire.</summary>
    public string ErrorCode => data["error"]?["code"]?.GetValue<string>() ?? Name;

    /// <summary>What a list holds.</summary>
    public Shape Element => Reference("member");

    /// <summary>The name of a list's element on the wire, where the model gives one.</summary>
    public string? ElementName => data["member"]?["locationName"]?.GetValue<string>();

    /// <summary>What a map holds.</summary>
    public Shape Value => Reference("value");

    public string KeyName => data["key"]?["locationName"]?.GetValue<string>() ?? "key";

    public string ValueName => data["value"]?["locationName"]?.GetValue<string>() ?? "value";

    /// <summary>The members the published class has, in the order of their property names.</summary>
    public IReadOnlyList<Member> Members => _members ??=
    [
        .. (data["members"]?.AsObject() ?? [])
            .Where(m => !service.Names.IsExcluded(Name, m.Key))
            .Select(m => new Member(service, this, m.Key, m.Value!.AsObject()))
            .OrderBy(m => m.PropertyName, System.StringComparer.Ordinal),
    ];

    public string ClassName => IsException ? service.Names.ExceptionName(Name) : service.Names.ShapeName(Name);

    private Shape Reference(string key) => service.Shape(data[key]!["shape"]!.GetValue<string>());

    private bool Flag(string key) => data[key]?.GetValue<bool>() ?? false;
}
