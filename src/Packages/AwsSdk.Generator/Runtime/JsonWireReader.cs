using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>One value of a JSON body.</summary>
internal sealed class JsonWireReader(JsonElement value) : WireReader
{
    public override string? String() => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    public override bool? Bool() => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => bool.Parse(value.GetString()!),
        _ => null,
    };

    public override long? Long() => value.ValueKind switch
    {
        // A whole number may come with a fraction of zero.
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : (long)value.GetDouble(),
        JsonValueKind.String => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };

    public override double? Double() => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };

    public override DateTime? Time() => String() is { } text ? Wire.Time(text) : null;

    public override Document Document() => Document(value);

    public override void Into(IWireReadable shape)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                shape.Read(member.Name, new JsonWireReader(member.Value));
            }
        }
    }

    protected override IEnumerable<WireReader> Elements() =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(element => new JsonWireReader(element)) : [];

    protected override IEnumerable<KeyValuePair<string, WireReader>> Entries(string keyName, string valueName) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(entry => new KeyValuePair<string, WireReader>(entry.Name, new JsonWireReader(entry.Value)))
            : [];

    private static Document Document(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Document(element.EnumerateObject().ToDictionary(p => p.Name, p => Document(p.Value))),
        JsonValueKind.Array => new Document(element.EnumerateArray().Select(Document).ToList()),
        JsonValueKind.String => new Document(element.GetString()),
        JsonValueKind.True => new Document(true),
        JsonValueKind.False => new Document(false),
        JsonValueKind.Number when element.TryGetInt32(out var number) => new Document(number),
        JsonValueKind.Number when element.TryGetInt64(out var number) => new Document(number),
        JsonValueKind.Number => new Document(element.GetDouble()),
        _ => default,
    };
}
