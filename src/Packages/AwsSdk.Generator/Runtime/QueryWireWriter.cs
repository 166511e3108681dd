using System;
using System.Collections.Generic;
using System.Globalization;
using Amazon.Runtime.Documents;
using Amazon.Runtime.Internal;

namespace AwsSdk.Wire;

/// <summary>Query and EC2 Query: members as form parameters whose names hold the path to them.</summary>
internal sealed class QueryWireWriter(IRequest request) : WireWriter
{
    private string _prefix = string.Empty;

    public override void String(string? name, string? value)
    {
        if (value is not null)
        {
            request.Parameters[Path(name)] = value;
        }
    }

    public override void Bool(string? name, bool? value) => String(name, value switch { null => null, true => "true", false => "false" });

    public override void Long(string? name, long? value) => String(name, value?.ToString(CultureInfo.InvariantCulture));

    public override void Double(string? name, double? value) => String(name, value is { } number ? Wire.Text(number) : null);

    public override void Float(string? name, float? value) => String(name, value is { } number ? Wire.Text(number) : null);

    public override void Time(string? name, DateTime? value, TimeFormat format) =>
        String(name, value is { } time ? Wire.Text(time, format) : null);

    public override void Document(string? name, Document value) => throw new NotSupportedException("The Query protocol has no documents.");

    public override void Shape(string? name, IWireWritable? value)
    {
        if (value is not null)
        {
            Below(name, value, static (w, v) => v.Write(w));
        }
    }

    protected override void WriteList<T>(string? name, List<T> values, WireItem<T> item, string? itemName)
    {
        if (values.Count == 0)
        {
            // Query spells "this list, and nothing in it" as an empty value; EC2 Query, whose lists are all flat, has no such thing.
            if (itemName is not null)
            {
                String(name, string.Empty);
            }

            return;
        }

        Below(itemName is null ? name : name + "." + itemName, (values, item), static (w, v) =>
        {
            for (var i = 0; i < v.values.Count; i++)
            {
                v.item(w, (i + 1).ToString(CultureInfo.InvariantCulture), v.values[i]);
            }
        });
    }

    protected override void WriteMap<T>(
        string? name, Dictionary<string, T> values, WireItem<T> item, string? entryName, string? keyName, string? valueName)
    {
        var index = 0;
        foreach (var entry in values)
        {
            index++;
            var path = $"{(entryName is null ? name : name + "." + entryName)}.{index.ToString(CultureInfo.InvariantCulture)}";
            String(path + "." + keyName, entry.Key);
            item(this, path + "." + valueName, entry.Value);
        }
    }

    private void Below<T>(string? name, T value, Action<QueryWireWriter, T> write)
    {
        var outer = _prefix;
        _prefix = name is null ? outer : Path(name) + ".";
        write(this, value);
        _prefix = outer;
    }

    private string Path(string? name) => _prefix + name;
}
