using System;
using System.Text.Json.Nodes;

namespace AwsSdk.Generator.Model;

/// <summary>Where a member goes in an HTTP message.</summary>
internal enum Location
{
    Body,
    Uri,
    QueryString,
    Header,
}

/// <summary>A member of a structure.</summary>
internal sealed class Member(ServiceModel service, Shape owner, string name, JsonObject data)
{
    public string Name { get; } = name;

    public string PropertyName { get; } = service.Names.MemberName(owner.Name, name);

    public Shape Shape { get; } = service.Shape(data["shape"]!.GetValue<string>());

    public bool IsIdempotencyToken { get; } = data["idempotencyToken"]?.GetValue<bool>() ?? false;

    public bool IsDeprecated { get; } = data["deprecated"]?.GetValue<bool>() ?? false;

    public bool IsFlattened => Shape.IsFlattened || (data["flattened"]?.GetValue<bool>() ?? false);

    /// <summary>Epoch milliseconds on the wire, a DateTime in code.</summary>
    public bool IsEpochMilliseconds { get; } = service.Names.IsEpochMilliseconds(owner.Name, name);

    public string? TimestampFormat => data["timestampFormat"]?.GetValue<string>() ?? Shape.TimestampFormat;

    public Location Location { get; } = data["location"]?.GetValue<string>() switch
    {
        null => Location.Body,
        "uri" => Location.Uri,
        "querystring" => Location.QueryString,
        "header" => Location.Header,
        var other => throw new ModelException($"{owner.Name}.{name} is at location '{other}', which is not known."),
    };

    /// <summary>Its name in a response, and in a request of every protocol but EC2 Query.</summary>
    public string WireName { get; } = data["locationName"]?.GetValue<string>() ?? name;

    /// <summary>Its name in a request: EC2 Query takes queryName as it stands, else the location name with a capital.</summary>
    public string RequestName => service.Protocol == Protocol.Ec2
        ? data["queryName"]?.GetValue<string>() ?? PublishedNames.Capitalised(WireName)
        : IsFlattened && Shape.Type == "list" && service.Protocol == Protocol.Query ? Shape.ElementName ?? WireName
        : WireName;

    public override string ToString() => FormattableString.Invariant($"{owner.Name}.{Name}");
}
