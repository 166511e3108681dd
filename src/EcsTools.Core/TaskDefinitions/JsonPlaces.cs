using System;
using System.Collections.Generic;
using System.Text.Json;

namespace EcsTools.TaskDefinitions;

/// <summary>Where each member of a JSON text is, by paths such as <c>containerDefinitions[0].image</c>, and which members are repeated.</summary>
internal sealed class JsonPlaces
{
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private readonly List<(string Path, long Offset)> _repeated = [];

    private JsonPlaces()
    {
    }

    /// <summary>The members that their object has already, in the order of the text.</summary>
    public IReadOnlyList<(string Path, long Offset)> Repeated => _repeated;

    /// <param name="text">A text that is valid JSON.</param>
    /// <param name="options">How it is read.</param>
    public static JsonPlaces Read(byte[] text, JsonReaderOptions options)
    {
        var places = new JsonPlaces();
        var reader = new Utf8JsonReader(text, options);
        reader.Read();
        places.Add(ref reader, "");
        return places;
    }

    /// <summary>The offset of a member in the text; of a repeated one, the last. Null if there is none.</summary>
    public long? OffsetOf(string path) => _offsets.TryGetValue(path, out var offset) ? offset : null;

    private void Add(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            AddMembers(ref reader, path);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                var at = $"{path}[{i}]";
                _offsets[at] = reader.TokenStartIndex;
                Add(ref reader, at);
            }
        }
    }

    private void AddMembers(ref Utf8JsonReader reader, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var at = path.Length == 0 ? name : path + "." + name;
            if (!names.Add(name))
            {
                _repeated.Add((at, reader.TokenStartIndex));
            }

            _offsets[at] = reader.TokenStartIndex;
            reader.Read();
            Add(ref reader, at);
        }
    }
}
