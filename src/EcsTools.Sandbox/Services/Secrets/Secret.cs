using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Secrets;

/// <summary>A secret with its versions. A stage, such as AWSCURRENT, is on one version at a time.</summary>
internal sealed class Secret
{
    public const string Current = "AWSCURRENT";
    private const string Previous = "AWSPREVIOUS";
    private const int MostTags = 50;

    private readonly List<SecretVersion> _versions = [];

    public required string Arn { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? KmsKeyId { get; init; }

    public double CreatedAt { get; init; }

    public double ChangedAt { get; set; }

    /// <summary>When the secret is deleted for good; null if it is not marked for deletion.</summary>
    public double? DeletedFrom { get; set; }

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SecretVersion> Versions => _versions;

    /// <summary>The version with this id and this stage; each may be null for any.</summary>
    public SecretVersion? Find(string? id, string? stage)
        => _versions.FirstOrDefault(version => (id is null || version.Id == id) && (stage is null || version.Stages.Contains(stage)));

    /// <summary>Adds a version. A version without a stage is dropped, as Secrets Manager does in time.</summary>
    public void Add(SecretVersion version)
    {
        var former = Find(null, Current);
        foreach (var known in _versions)
        {
            known.Stages.ExceptWith(version.Stages);
        }

        if (former is not null && version.Stages.Contains(Current))
        {
            foreach (var known in _versions)
            {
                known.Stages.Remove(Previous);
            }

            former.Stages.Add(Previous);
        }

        _versions.Add(version);
        _versions.RemoveAll(known => known.Stages.Count == 0);
    }

    /// <summary>Adds tags, all or none.</summary>
    /// <exception cref="AwsError">InvalidParameterException.</exception>
    public void AddTags(IReadOnlyList<JsonObject> tags)
    {
        if (tags.Any(tag => tag.Text("Key")?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == true))
        {
            throw new AwsError("InvalidParameterException", "Tag keys that begin with aws: are reserved for system use.");
        }

        if (Tags.Keys.Union(tags.Select(tag => tag.Text("Key") ?? "")).Count() > MostTags)
        {
            throw new AwsError("InvalidParameterException", $"A secret can have at most {MostTags} tags.");
        }

        foreach (var tag in tags)
        {
            Tags[tag.Text("Key") ?? ""] = tag.Text("Value") ?? "";
        }
    }

    public JsonObject Save() => new()
    {
        ["arn"] = Arn,
        ["name"] = Name,
        ["description"] = Description,
        ["kmsKeyId"] = KmsKeyId,
        ["createdAt"] = CreatedAt,
        ["changedAt"] = ChangedAt,
        ["deletedFrom"] = DeletedFrom,
        ["tags"] = TagList(),
        ["versions"] = _versions.Select(version => version.Save()).ToJson(),
    };

    public static Secret Load(JsonObject from)
    {
        var secret = new Secret
        {
            Arn = from.Text("arn")!,
            Name = from.Text("name")!,
            Description = from.Text("description"),
            KmsKeyId = from.Text("kmsKeyId"),
            CreatedAt = from.Number("createdAt") ?? 0,
            ChangedAt = from.Number("changedAt") ?? 0,
            DeletedFrom = from.Number("deletedFrom"),
        };
        foreach (var tag in from.Objects("tags"))
        {
            secret.Tags[tag.Text("Key")!] = tag.Text("Value") ?? "";
        }

        secret._versions.AddRange(from.Objects("versions").Select(SecretVersion.Load));
        return secret;
    }

    public JsonArray TagList() => Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToJson();
}

/// <summary>One value of a secret: a text or bytes in base64.</summary>
internal sealed record SecretVersion(string Id, string? Text, string? Binary, double CreatedAt)
{
    public HashSet<string> Stages { get; init; } = new(StringComparer.Ordinal);

    public JsonObject Save() => new()
    {
        ["id"] = Id,
        ["text"] = Text,
        ["binary"] = Binary,
        ["createdAt"] = CreatedAt,
        ["stages"] = Stages.ToJson(),
    };

    public static SecretVersion Load(JsonObject from)
        => new(from.Text("id")!, from.Text("text"), from.Text("binary"), from.Number("createdAt") ?? 0) { Stages = [.. from.Texts("stages")] };
}
