using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Runtime.Documents;
using Amazon.Runtime.Documents.Internal.Transform;

namespace AwsSdk.Wire;

/// <summary>AWS JSON and REST JSON bodies.</summary>
internal sealed class JsonWireWriter : WireWriter
{
    private readonly Utf8JsonWriter _json;

    private JsonWireWriter(Utf8JsonWriter json) => _json = json;

    /// <summary>The body of a request, and whether any member went into it.</summary>
    public static byte[] Body(IWireWritable shape, out bool isEmpty)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            new JsonWireWriter(json).Shape(null, shape);
        }

        isEmpty = buffer.Length == 2;
        return buffer.ToArray();
    }

    public override void String(string? name, string? value)
    {
        if (Names(name, value is not null))
        {
            _json.WriteStringValue(value);
        }
    }

    public override void Bool(string? name, bool? value)
    {
        if (Names(name, value is not null))
        {
            _json.WriteBooleanValue(value!.Value);
        }
    }

    public override void Long(string? name, long? value)
    {
        if (Names(name, value is not null))
        {
            _json.WriteNumberValue(value!.Value);
        }
    }

    public override void Double(string? name, double? value)
    {
        if (Names(name, value is not null))
        {
            if (double.IsNaN(value!.Value) || double.IsInfinity(value.Value))
            {
                _json.WriteStringValue(Special(value.Value));
                return;
            }

            _json.WriteNumberValue(value.Value);
        }
    }

    public override void Float(string? name, float? value)
    {
        if (value is { } single && !float.IsNaN(single) && !float.IsInfinity(single))
        {
            if (Names(name, true))
            {
                _json.WriteNumberValue(single);
            }

            return;
        }

        Double(name, value);
    }

    public override void Time(string? name, DateTime? value, TimeFormat format)
    {
        if (Names(name, value is not null))
        {
            if (format == TimeFormat.UnixSeconds)
            {
                _json.WriteNumberValue(Wire.UnixSeconds(value!.Value));
                return;
            }

            _json.WriteStringValue(Wire.Text(value!.Value, format));
        }
    }

    public override void Document(string? name, Document value)
    {
        if (Names(name, !value.IsNull()))
        {
            DocumentMarshaller.Instance.Write(_json, value);
        }
    }

    public override void Shape(string? name, IWireWritable? value)
    {
        if (Names(name, value is not null))
        {
            _json.WriteStartObject();
            value!.Write(this);
            _json.WriteEndObject();
        }
    }

    protected override void WriteList<T>(string? name, List<T> values, WireItem<T> item, string? itemName)
    {
        Names(name, true);
        _json.WriteStartArray();
        foreach (var value in values)
        {
            item(this, null, value);
        }

        _json.WriteEndArray();
    }

    protected override void WriteMap<T>(
        string? name, Dictionary<string, T> values, WireItem<T> item, string? entryName, string? keyName, string? valueName)
    {
        Names(name, true);
        _json.WriteStartObject();
        foreach (var entry in values)
        {
            _json.WritePropertyName(entry.Key);
            item(this, null, entry.Value);
        }

        _json.WriteEndObject();
    }

    // True if a value must follow. An element of a list, or the value of an entry, that is not there is written as null here.
    private bool Names(string? name, bool isSet)
    {
        if (name is not null && isSet)
        {
            _json.WritePropertyName(name);
        }
        else if (name is null && !isSet)
        {
            _json.WriteNullValue();
        }

        return isSet;
    }

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
