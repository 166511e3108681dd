using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Docker.DotNet.Wire;

/// <summary>JSON as the engine reads and writes it.</summary>
internal static class DockerJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        // The engine's zero values mean "not said", and some API versions refuse fields they do not know even when these are zero.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters =
        {
            new TimestampConverter(),
            new RestartPolicyKindConverter(),
            new ExtensionDataConverter(),
            new NullAsDefaultConverter(),
        },
    };

    public static string Serialize(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    public static T Deserialize<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException("The Docker engine answered null.");
        }
        catch (JsonException e)
        {
            var start = json.Length <= 200 ? json : json.Substring(0, 200) + "…";
            throw new InvalidDataException($"The Docker engine's answer is not the JSON expected for {typeof(T).Name}: {start}", e);
        }
    }
}
