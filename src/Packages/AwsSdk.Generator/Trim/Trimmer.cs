using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json.Nodes;

namespace AwsSdk.Generator.Trim;

/// <summary>Cuts a public service model down to the operations used and what they reach, without a word of prose.</summary>
internal static class Trimmer
{
    private static readonly HashSet<string> MetadataKept = new(StringComparer.Ordinal)
    {
        "apiVersion", "endpointPrefix", "globalEndpoint", "jsonVersion", "protocol", "serviceFullName", "serviceId",
        "signatureVersion", "signingName", "targetPrefix", "uid", "xmlNamespace",
    };

    private static readonly HashSet<string> TraitsKept = new(StringComparer.Ordinal)
    {
        "authtype", "box", "code", "deprecated", "document", "endpoint", "enum", "error", "errors", "exception", "fault", "flattened",
        "hostLabel", "hostPrefix", "http", "httpChecksumRequired", "httpStatusCode", "idempotencyToken", "input", "key", "location",
        "locationName", "max", "member", "members", "method", "min", "name", "output", "pattern", "payload", "queryName", "readonly",
        "required", "requestUri", "responseCode", "resultWrapper", "retryable", "senderFault", "sensitive", "shape", "streaming",
        "throttling", "timestampFormat", "type", "union", "uri", "value", "wrapper", "xmlAttribute", "xmlNamespace",
    };

    /// <summary>Writes the cut model, and beside it the endpoint rules if they are given.</summary>
    /// <param name="modelPath">A botocore service-2.json, gzipped or not.</param>
    /// <param name="outPath">The service.json to write.</param>
    /// <param name="operations">What to keep; when empty, the operations of the file already there, else all.</param>
    /// <param name="rulesPath">A botocore endpoint-rule-set-1.json, gzipped or not, or null.</param>
    /// <param name="protocol">Which of the protocols of the service to speak; null for the one that the model prefers.</param>
    public static void Run(string modelPath, string outPath, IReadOnlyList<string> operations, string? rulesPath, string? protocol = null)
    {
        var model = Load(modelPath);
        if (operations.Count == 0 && File.Exists(outPath))
        {
            operations = [.. Load(outPath)["operations"]!.AsObject().Select(o => o.Key)];
        }

        if (protocol is not null)
        {
            var all = model["metadata"]!["protocols"]?.AsArray().Select(name => name!.GetValue<string>()).ToList() ?? [];
            model["metadata"]!["protocol"] = all.Contains(protocol) ? protocol
                : throw new UsageException($"The service speaks {string.Join(", ", all)}, not {protocol}.");
        }

        ServiceJson.Write(outPath, Trim(model, operations));
        if (rulesPath is not null)
        {
            var rules = Load(rulesPath);
            Strip(rules, key => key is not "documentation");
            ServiceJson.WriteCompact(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(outPath))!, "endpoint-rules.json"), rules);
        }
    }

    private static JsonObject Trim(JsonObject model, IReadOnlyList<string> wanted)
    {
        var all = model["operations"]!.AsObject();
        var unknown = wanted.Where(name => !all.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            throw new UsageException($"The model has no operation {string.Join(", ", unknown)}.");
        }

        var operations = new JsonObject();
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, operation) in all.Where(o => wanted.Count == 0 || wanted.Contains(o.Key)).OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            operations[name] = Keep(operation!);
            Reach(model, operations[name]!, reached);
        }

        var shapes = new JsonObject();
        foreach (var name in reached)
        {
            shapes[name] = Keep(model["shapes"]![name]!);
        }

        var metadata = model["metadata"]!.DeepClone().AsObject();
        Strip(metadata, MetadataKept.Contains);
        return new JsonObject { ["version"] = "2.0", ["metadata"] = metadata, ["operations"] = operations, ["shapes"] = shapes };
    }

    private static void Reach(JsonObject model, JsonNode node, SortedSet<string> reached)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.OfType<JsonNode>())
            {
                Reach(model, item, reached);
            }
        }

        if (node is not JsonObject holder)
        {
            return;
        }

        if (holder["shape"] is JsonValue reference && reached.Add(reference.GetValue<string>()))
        {
            Reach(model, Keep(model["shapes"]![reference.GetValue<string>()]!), reached);
        }

        foreach (var child in holder.Select(property => property.Value).OfType<JsonNode>())
        {
            Reach(model, child, reached);
        }
    }

    private static JsonNode Keep(JsonNode node)
    {
        var copy = node.DeepClone();
        StripTraits(copy.AsObject());
        return copy;
    }

    private static void StripTraits(JsonObject node)
    {
        Strip(node, TraitsKept.Contains, recurse: false);
        foreach (var (key, value) in node)
        {
            // The keys of "members" are names of the service's own, so only what is below them is a trait.
            foreach (var child in key == "members" ? value!.AsObject().Select(m => m.Value) : [value])
            {
                if (child is JsonObject holder)
                {
                    StripTraits(holder);
                }
                else if (child is JsonArray list)
                {
                    list.OfType<JsonObject>().ToList().ForEach(StripTraits);
                }
            }
        }
    }

    private static void Strip(JsonNode? node, Func<string, bool> keep, bool recurse = true)
    {
        if (node is JsonObject holder)
        {
            foreach (var key in holder.Select(p => p.Key).Where(key => !keep(key)).ToList())
            {
                holder.Remove(key);
            }

            if (recurse)
            {
                holder.ToList().ForEach(p => Strip(p.Value, keep));
            }
        }
        else if (node is JsonArray array && recurse)
        {
            array.ToList().ForEach(item => Strip(item, keep));
        }
    }

    private static JsonObject Load(string path)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return JsonNode.Parse(content)!.AsObject();
    }
}
