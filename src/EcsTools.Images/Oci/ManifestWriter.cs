using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace EcsTools.Images.Oci;

/// <summary>Writes the manifest of an image whose layers were compressed during the push. The same blobs always give the same bytes.</summary>
internal static class ManifestWriter
{
    public static byte[] Write(string mediaType, Descriptor config, IEnumerable<Descriptor> layers)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", mediaType);
            json.WritePropertyName("config");
            Write(json, config);
            json.WriteStartArray("layers");
            foreach (var layer in layers)
            {
                Write(json, layer);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteNumber("size", descriptor.Size);
        json.WriteString("digest", descriptor.Digest);
        json.WriteEndObject();
    }
}
