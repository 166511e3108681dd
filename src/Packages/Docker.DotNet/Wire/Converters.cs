using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Docker.DotNet.Models;

namespace Docker.DotNet.Wire;

/// <summary>A time: RFC 3339 text in most answers, seconds since 1970 in lists, empty where there is none.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTime>
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public override bool HandleNull => true;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return Epoch.AddSeconds(reader.GetInt64());
        }

        var text = reader.GetString();
        return string.IsNullOrEmpty(text) ? default : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
}

/// <summary>A span counted in nanoseconds (health checks).</summary>
internal sealed class NanosecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromTicks(reader.GetInt64() / 100);

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Ticks * 100);
}

/// <summary>A span counted in seconds (the stop timeout).</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromSeconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((long)value.TotalSeconds);
}

/// <summary>Restart policies by the engine's names.</summary>
internal sealed class RestartPolicyKindConverter : JsonConverter<RestartPolicyKind>
{
    private static readonly string[] Names = { "", "no", "always", "on-failure", "unless-stopped" };

    public override RestartPolicyKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (RestartPolicyKind)Math.Max(0, Array.IndexOf(Names, reader.GetString()));

    public override void Write(Utf8JsonWriter writer, RestartPolicyKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Names[(int)value]);
}

/// <summary>
/// An object of unknown shape, its values as plain .NET ones. BuildKit sends text where the classic builder sends an object: that reads as empty.
/// </summary>
internal sealed class ExtensionDataConverter : JsonConverter<ObjectExtensionData>
{
    public override ObjectExtensionData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var values = new Dictionary<string, object>();
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in document.RootElement.EnumerateObject())
            {
                values[property.Name] = Plain(property.Value)!;
            }
        }

        return new ObjectExtensionData { ExtensionData = values };
    }

    public override void Write(Utf8JsonWriter writer, ObjectExtensionData value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ExtensionData, options);

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => value.Clone(),
    };
}

/// <summary>Numbers and flags that an engine (podman does) sends as null are the type's default.</summary>
internal sealed class NullAsDefaultConverter : JsonConverterFactory
{
    private static readonly Dictionary<Type, JsonConverter> ByType = new()
    {
        [typeof(bool)] = new Of<bool>((ref Utf8JsonReader r) => r.GetBoolean(), (w, v) => w.WriteBooleanValue(v)),
        [typeof(ushort)] = new Of<ushort>((ref Utf8JsonReader r) => r.GetUInt16(), (w, v) => w.WriteNumberValue(v)),
        [typeof(uint)] = new Of<uint>((ref Utf8JsonReader r) => r.GetUInt32(), (w, v) => w.WriteNumberValue(v)),
        [typeof(long)] = new Of<long>((ref Utf8JsonReader r) => r.GetInt64(), (w, v) => w.WriteNumberValue(v)),
        [typeof(ulong)] = new Of<ulong>((ref Utf8JsonReader r) => r.GetUInt64(), (w, v) => w.WriteNumberValue(v)),
    };

    private delegate T Reader<T>(ref Utf8JsonReader reader);

    public override bool CanConvert(Type typeToConvert) => ByType.ContainsKey(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => ByType[typeToConvert];

    private sealed class Of<T> : JsonConverter<T>
        where T : struct
    {
        private readonly Reader<T> _read;
        private readonly Action<Utf8JsonWriter, T> _write;

        public Of(Reader<T> read, Action<Utf8JsonWriter, T> write)
        {
            _read = read;
            _write = write;
        }

        public override bool HandleNull => true;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? default : _read(ref reader);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => _write(writer, value);
    }
}
