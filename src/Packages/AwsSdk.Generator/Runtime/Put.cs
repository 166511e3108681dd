using System;
using System.IO;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>The element writers that need nothing but the element.</summary>
internal static class Put
{
    public static void String(WireWriter w, string? name, string? value) => w.String(name, value);

    public static void Bool(WireWriter w, string? name, bool value) => w.Bool(name, value);

    public static void Int(WireWriter w, string? name, int value) => w.Int(name, value);

    public static void Long(WireWriter w, string? name, long value) => w.Long(name, value);

    public static void Float(WireWriter w, string? name, float value) => w.Float(name, value);

    public static void Double(WireWriter w, string? name, double value) => w.Double(name, value);

    public static void Blob(WireWriter w, string? name, MemoryStream? value) => w.Blob(name, value);

    public static void Document(WireWriter w, string? name, Document value) => w.Document(name, value);

    public static void Shape(WireWriter w, string? name, IWireWritable? value) => w.Shape(name, value);
}
