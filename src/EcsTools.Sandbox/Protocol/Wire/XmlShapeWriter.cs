using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>Takes an output in the model's member names into the XML of the Query protocols.</summary>
internal sealed class XmlShapeWriter
{
    private readonly string _element;
    private readonly bool _milliseconds;

    /// <param name="element">Name of the element of a list, if the model has none.</param>
    /// <param name="milliseconds">Whether timestamps carry them.</param>
    public XmlShapeWriter(string element, bool milliseconds)
    {
        _element = element;
        _milliseconds = milliseconds;
    }

    public static byte[] Document(string root, string xmlNamespace, Action<XmlWriter> content)
    {
        using var memory = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = true };
        using (var xml = XmlWriter.Create(memory, settings))
        {
            if (xmlNamespace.Length > 0)
            {
                xml.WriteStartElement("", root, xmlNamespace);
            }
            else
            {
                xml.WriteStartElement(root);
            }

            content(xml);
            xml.WriteEndElement();
        }

        return memory.ToArray();
    }

    /// <summary>Writes an element with a text. Characters that XML cannot carry, such as control characters, are replaced.</summary>
    public static void WriteText(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Valid(text));

    public void WriteMembers(XmlWriter xml, Shape shape, JsonObject source)
    {
        foreach (var pair in source)
        {
            if (shape.FindMember(pair.Key) is null)
            {
                throw new InvalidOperationException($"{shape.Name} has no member {pair.Key}.");
            }
        }

        foreach (var member in shape.Members)
        {
            if (source[member.Name] is { } value)
            {
                Write(xml, member.WireName, member, value);
            }
        }
    }

    private static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                valid.Append(text, i++, 2);
            }
            else
            {
                valid.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return valid.ToString();
    }

    private void Write(XmlWriter xml, string name, Member member, JsonNode value)
    {
        var shape = member.Shape;
        if (shape.Kind == ShapeKind.List && member.IsFlattened)
        {
            foreach (var item in value.AsArray())
            {
                Write(xml, name, shape.Element, item!);
            }

            return;
        }

        xml.WriteStartElement(name);
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                WriteMembers(xml, shape, value.AsObject());
                break;
            case ShapeKind.List:
                foreach (var item in value.AsArray())
                {
                    Write(xml, shape.Element.LocationName ?? _element, shape.Element, item!);
                }

                break;
            case ShapeKind.Map:
                foreach (var pair in value.AsObject())
                {
                    xml.WriteStartElement("entry");
                    WriteText(xml, shape.Key.WireName, pair.Key);
                    Write(xml, shape.Value.WireName, shape.Value, pair.Value!);
                    xml.WriteEndElement();
                }

                break;
            default:
                xml.WriteString(Valid(TextValues.Write(member, value, _milliseconds)));
                break;
        }

        xml.WriteEndElement();
    }
}
