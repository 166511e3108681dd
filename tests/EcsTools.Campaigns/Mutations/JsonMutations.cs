using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Mutations;

/// <summary>Changes of a JSON document: most stay valid JSON, with another meaning.</summary>
internal static class JsonMutations
{
    private const string Mark = "@@raw@@";

    /// <summary>Values for any place, as JSON text. A character above 0x7f stands for that byte.</summary>
    private static readonly string[] Values =
    {
        "null", "true", "0", "-1", "1.5", "1e400", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "\"\"", "[]", "{}", "[null]", "[{}]", "[[]]",
        "\"text\"", "\"../../../etc/passwd\"", "\"sha256:../../../../etc/passwd\"", "\"sha256:abc\"", "\"/etc/passwd\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\u00ff\u00fe\"",
        "\"C:\\\\Windows\"", "\"sha512:" + new string('a', 128) + "\"", "\"sha256:" + new string('b', 64) + "\"", "\"" + new string('x', 100_000) + "\"",
        new string('[', 60) + new string(']', 60), new string('[', 20_000) + new string(']', 20_000), "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "{\"\u00ff\":1}",
    };

    public static byte[] Mutate(byte[] json, byte[] other, Random random)
    {
        if (random.Next(4) == 0)
        {
            return ByteMutations.Mutate(json, other, random);
        }

        var root = JsonNode.Parse(json)!;
        for (var left = random.Next(1, 3); left > 0; left--)
        {
            var places = Places(root).ToList();
            if (places.Count > 0)
            {
                Change(places[random.Next(places.Count)], places, random);
            }
        }

        return Write(root, random);
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(pair => Places(pair.Value).Prepend((json, pair.Key))),
        JsonArray array => array.SelectMany((element, i) => Places(element).Prepend((array, i))),
        _ => [],
    };

    private static void Change((JsonNode Parent, object Key) place, List<(JsonNode Parent, object Key)> places, Random random)
    {
        switch (random.Next(6), place.Parent)
        {
            case (0, JsonObject json):
                json.Remove((string)place.Key);
                break;
            case (0, JsonArray array):
                array.RemoveAt((int)place.Key);
                break;
            case (1, _):
                var from = places[random.Next(places.Count)];
                Set(place, Get(from)?.DeepClone());
                break;
            case (2, JsonArray array):
                array.Insert((int)place.Key, Get(place)?.DeepClone());
                break;
            case (2, JsonObject json):
                // The same name twice, once it is written.
                json[(string)place.Key + Mark] = Get(place)?.DeepClone();
                break;
            default:
                Set(place, JsonValue.Create(Mark));
                break;
        }
    }

    private static JsonNode? Get((JsonNode Parent, object Key) place) => place.Key is int index ? place.Parent[index] : place.Parent[(string)place.Key];

    private static void Set((JsonNode Parent, object Key) place, JsonNode? value)
    {
        if (place.Key is int index)
        {
            place.Parent[index] = value;
        }
        else
        {
            place.Parent[(string)place.Key] = value;
        }
    }

    private static byte[] Write(JsonNode root, Random random)
    {
        var text = root.ToJsonString().Replace("\"" + Mark + "\"", Values[random.Next(Values.Length)], StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text.Replace(Mark, "", StringComparison.Ordinal));
    }
}
