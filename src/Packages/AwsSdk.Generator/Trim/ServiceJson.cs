using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AwsSdk.Generator.Trim;

/// <summary>Writes the cut model with one operation or shape a line: small, and a diff names the shape that changed.</summary>
internal static class ServiceJson
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, JsonObject service)
    {
        var text = new StringBuilder("{\n");
        text.Append(string.Join(",\n", service.Select(section =>
            section.Value is JsonObject entries && section.Key is not "metadata"
                ? $"{Quote(section.Key)}: {{\n{string.Join(",\n", entries.Select(e => $"{Quote(e.Key)}: {e.Value!.ToJsonString(Compact)}"))}\n}}"
                : $"{Quote(section.Key)}: {section.Value!.ToJsonString(Compact)}")));
        Save(path, text.Append("\n}\n").ToString());
    }

    public static void WriteCompact(string path, JsonObject content) => Save(path, content.ToJsonString(Compact) + "\n");

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString(Compact);

    private static void Save(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
