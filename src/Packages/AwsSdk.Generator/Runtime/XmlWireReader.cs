using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>One element of an XML body.</summary>
internal sealed class XmlWireReader(XElement element) : WireReader
{
    /// <summary>Reads a whole body; null where there is none.</summary>
    public static XElement? Root(Stream body)
    {
        using var buffer = new MemoryStream();
        body.CopyTo(buffer);
        if (buffer.Length == 0)
        {
            return null;
        }

        buffer.Position = 0;
        // No DTD has a place in a response, and without one nothing outside of it is ever fetched.
        using var reader = XmlReader.Create(buffer, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
    }

    public override string? String() => element.Value;

    public override bool? Bool() => Text() is { } text ? bool.Parse(text) : null;

    public override long? Long() => Text() is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public override double? Double() => Text() is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    public override DateTime? Time() => Text() is { } text ? Wire.Time(text) : null;

    public override Document Document() => throw new NotSupportedException("The Query protocol has no documents.");

    public override void Into(IWireReadable shape)
    {
        foreach (var child in element.Elements())
        {
            shape.Read(child.Name.LocalName, new XmlWireReader(child));
        }
    }

    protected override IEnumerable<WireReader> Elements() => element.Elements().Select(child => new XmlWireReader(child));

    protected override IEnumerable<KeyValuePair<string, WireReader>> Entries(string keyName, string valueName)
    {
        foreach (var entry in element.Elements())
        {
            var key = Child(entry, keyName);
            var value = Child(entry, valueName);
            if (key is not null && value is not null)
            {
                yield return new KeyValuePair<string, WireReader>(key.Value, new XmlWireReader(value));
            }
        }
    }

    private string? Text() => string.IsNullOrWhiteSpace(element.Value) ? null : element.Value.Trim();

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);
}
