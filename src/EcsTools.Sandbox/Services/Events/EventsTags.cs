using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>The rules of EventBridge for tags.</summary>
internal static class EventsTags
{
    private const int Limit = 50;

    /// <exception cref="Protocol.AwsError">ValidationException.</exception>
    public static void Check(IReadOnlyList<JsonObject> tags)
    {
        var keys = tags.Select(tag => tag.Text("Key")!).ToList();
        if (keys.Exists(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
        {
            throw EventsErrors.Invalid("Tag keys that begin with aws: are reserved for system use.");
        }

        if (keys.Distinct(StringComparer.Ordinal).Count() < keys.Count)
        {
            throw EventsErrors.Invalid("Tag keys must be unique.");
        }

        if (keys.Count > Limit)
        {
            throw EventsErrors.Invalid($"A resource can have at most {Limit} tags.");
        }
    }
}
