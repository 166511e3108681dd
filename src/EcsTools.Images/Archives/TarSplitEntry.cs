using System;
using System.Text;
using System.Text.Json;

namespace EcsTools.Images.Archives;

/// <summary>One line of a tar-split file: original bytes of the archive, or the name of a file whose content follows.</summary>
internal struct TarSplitEntry
{
    private const int FileType = 1;
    private const int SegmentType = 2;

    private int _type;

    public string Name;
    public long Size;
    public byte[] Payload;

    public readonly bool IsSegment => _type == SegmentType;

    /// <summary>Parses a line.</summary>
    /// <param name="line">The line, a JSON object.</param>
    /// <param name="number">Number of the line, for the error message.</param>
    /// <exception cref="MalformedContentException">The line is malformed.</exception>
    public static TarSplitEntry Read(ReadOnlySpan<byte> line, long number)
    {
        var entry = new TarSplitEntry { Name = "", Payload = Array.Empty<byte>() };
        try
        {
            entry.ReadMembers(new Utf8JsonReader(line));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The line is not JSON, a member has the wrong type, a number is too large, or a text is not base64.
            var why = e is JsonException { BytePositionInLine: { } column } ? $"it is not JSON at column {column + 1}" : e.Message.TrimEnd('.');
            throw new MalformedContentException($"the line {number} is not an entry of a tar-split file: {why}", e);
        }

        if (entry._type is not (FileType or SegmentType))
        {
            throw new MalformedContentException($"the line {number} has the type {entry._type}, which is not one of a tar-split file");
        }

        return entry.Size >= 0 ? entry : throw new MalformedContentException($"the line {number} has the size {entry.Size}");
    }

    private void ReadMembers(Utf8JsonReader json)
    {
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
            {
                continue;
            }

            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "type":
                    _type = json.GetInt32();
                    break;
                case "name":
                    Name = json.GetString() ?? "";
                    break;
                case "name_raw" when json.TokenType == JsonTokenType.String:
                    Name = Encoding.UTF8.GetString(json.GetBytesFromBase64());
                    break;
                case "size":
                    Size = json.GetInt64();
                    break;
                case "payload" when json.TokenType == JsonTokenType.String:
                    Payload = json.GetBytesFromBase64();
                    break;
            }
        }
    }
}
