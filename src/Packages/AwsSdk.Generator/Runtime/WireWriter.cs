using System;
using System.Collections.Generic;
using System.IO;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>
/// Puts a structure's members on the wire. A member that is null is left out; an element of a list (no name) that is null stays as the
/// protocol can spell it.
/// </summary>
internal abstract class WireWriter
{
    public abstract void String(string? name, string? value);

    public void String(string? name, ConstantClass? value) => String(name, value?.Value);

    /// <summary>An idempotency token, made up where the caller gave none.</summary>
    public void Token(string? name, string? value) => String(name, Wire.Token(value));

    public abstract void Bool(string? name, bool? value);

    public abstract void Long(string? name, long? value);

    public void Int(string? name, int? value) => Long(name, value);

    public abstract void Double(string? name, double? value);

    public abstract void Float(string? name, float? value);

    public abstract void Time(string? name, DateTime? value, TimeFormat format);

    public void Blob(string? name, MemoryStream? value) => String(name, value is null ? null : Convert.ToBase64String(value.ToArray()));

    public abstract void Document(string? name, Document value);

    public abstract void Shape(string? name, IWireWritable? value);

    /// <summary>Writes a list.</summary>
    /// <param name="name">The list's name.</param>
    /// <param name="values">Null leaves it out.</param>
    /// <param name="item">Writes one element.</param>
    /// <param name="itemName">What Query puts between name and index; null where the list is flat.</param>
    public void List<T>(string? name, List<T>? values, WireItem<T> item, string? itemName)
    {
        if (IsSet(values?.Count))
        {
            WriteList(name, values!, item, itemName);
        }
    }

    /// <summary>Writes a map, as <see cref="List{T}"/> does a list.</summary>
    public void Map<T>(string? name, Dictionary<string, T>? values, WireItem<T> item, string? entryName, string? keyName, string? valueName)
    {
        if (IsSet(values?.Count))
        {
            WriteMap(name, values!, item, entryName, keyName, valueName);
        }
    }

    protected abstract void WriteList<T>(string? name, List<T> values, WireItem<T> item, string? itemName);

    protected abstract void WriteMap<T>(
        string? name, Dictionary<string, T> values, WireItem<T> item, string? entryName, string? keyName, string? valueName);

    // Where collections start out empty instead of null, an empty one cannot mean "send it empty".
    private static bool IsSet(int? count) => count > 0 || (count == 0 && !AWSConfigs.InitializeCollections);
}
