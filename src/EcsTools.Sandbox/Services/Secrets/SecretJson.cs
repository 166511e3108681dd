using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Secrets;

/// <summary>The answers about secrets, and the filters of their list.</summary>
internal static class SecretJson
{
    public static bool Matches(Secret secret, JsonObject filter)
    {
        var candidates = filter.Text("Key") switch
        {
            "name" => [secret.Name],
            "description" => [secret.Description ?? ""],
            "tag-key" => secret.Tags.Keys.ToList(),
            "tag-value" => secret.Tags.Values.ToList(),
            _ => (IReadOnlyList<string>)[secret.Name, secret.Description ?? "", .. secret.Tags.Keys, .. secret.Tags.Values],
        };
        return filter.Texts("Values").Any(value => value.StartsWith("!", StringComparison.Ordinal)
            ? !candidates.Any(one => one.StartsWith(value.Substring(1), StringComparison.Ordinal))
            : candidates.Any(one => one.StartsWith(value, StringComparison.Ordinal)));
    }

    public static JsonObject Named(Secret secret, string? version)
    {
        var answer = new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
        if (version is not null)
        {
            answer["VersionId"] = version;
        }

        return answer;
    }

    public static JsonObject Listed(Secret secret)
    {
        var summary = Summary(secret);
        summary["SecretVersionsToStages"] = Stages(secret);
        return summary;
    }

    public static JsonObject Summary(Secret secret)
    {
        var answer = Named(secret, null);
        answer["CreatedDate"] = secret.CreatedAt;
        answer["LastChangedDate"] = secret.ChangedAt;
        foreach (var (member, value) in new[] { ("Description", secret.Description), ("KmsKeyId", secret.KmsKeyId) }.Where(pair => pair.Item2 is not null))
        {
            answer[member] = value;
        }

        if (secret.DeletedFrom is { } deleted)
        {
            answer["DeletedDate"] = deleted;
        }

        if (secret.Tags.Count > 0)
        {
            answer["Tags"] = secret.TagList();
        }

        return answer;
    }

    public static JsonObject Stages(Secret secret)
        => new(secret.Versions.Select(version => new KeyValuePair<string, JsonNode?>(
            version.Id, version.Stages.OrderBy(one => one, StringComparer.Ordinal).ToJson())));
}
