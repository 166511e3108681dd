using System;
using System.Collections.Generic;
using System.IO;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>One value of a response. What is not there, or null, reads as null.</summary>
internal abstract class WireReader
{
    public abstract string? String();

    public abstract bool? Bool();

    public abstract long? Long();

    public int? Int() => Long() is { } value ? checked((int)value) : null;

    public abstract double? Double();

    public float? Float() => (float?)Double();

    public abstract DateTime? Time();

    public abstract Document Document();

    public MemoryStream? Blob() => String() is { } text ? new MemoryStream(Convert.FromBase64String(text)) : null;

    public T Shape<T>()
        where T : IWireReadable, new()
    {
        var shape = new T();
        Into(shape);
        return shape;
    }

    /// <summary>Hands every member that is there to a structure.</summary>
    public abstract void Into(IWireReadable shape);

    public List<T> List<T>(Func<WireReader, T?> item)
        where T : class
    {
        var list = new List<T>();
        foreach (var element in Elements())
        {
            list.Add(item(element)!);
        }

        return list;
    }

    public List<T> List<T>(Func<WireReader, T?> item)
        where T : struct
    {
        var list = new List<T>();
        foreach (var element in Elements())
        {
            list.Add(item(element).GetValueOrDefault());
        }

        return list;
    }

    /// <summary>Adds this element to a list that is flat on the wire.</summary>
    public List<T> Append<T>(List<T>? list, Func<WireReader, T?> item)
        where T : class
    {
        list ??= [];
        list.Add(item(this)!);
        return list;
    }

    public Dictionary<string, T> Map<T>(Func<WireReader, T?> item, string keyName, string valueName)
        where T : class
    {
        var map = new Dictionary<string, T>();
        foreach (var entry in Entries(keyName, valueName))
        {
            map[entry.Key] = item(entry.Value)!;
        }

        return map;
    }

    public Dictionary<string, T> Map<T>(Func<WireReader, T?> item, string keyName, string valueName)
        where T : struct
    {
        var map = new Dictionary<string, T>();
        foreach (var entry in Entries(keyName, valueName))
        {
            map[entry.Key] = item(entry.Value).GetValueOrDefault();
        }

        return map;
    }

    protected abstract IEnumerable<WireReader> Elements();

    protected abstract IEnumerable<KeyValuePair<string, WireReader>> Entries(string keyName, string valueName);
}
