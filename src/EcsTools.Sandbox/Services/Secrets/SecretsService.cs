using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Secrets;

/// <summary>AWS Secrets Manager: secrets with versions. There is no rotation, replication or encryption.</summary>
internal sealed class SecretsService : SandboxService, ITaggedResources
{
    private const int PageSize = 100;
    private const int DefaultWindow = 30;
    private const double SecondsPerDay = 86_400;

    private static readonly Regex NamePattern = new("^[A-Za-z0-9/_+=.@!-]+$", RegexOptions.CultureInvariant);
    private static readonly Regex Ending = new("-[A-Za-z0-9]{6}$", RegexOptions.CultureInvariant);

    private readonly object _gate = new();
    private readonly SortedDictionary<string, Secret> _secrets = new(StringComparer.Ordinal);

    public SecretsService(SandboxCloud cloud)
        : base("AWSSDK.SecretsManager", cloud)
    {
        Serve("CreateSecret", call => Locked(Create, call));
        Serve("DescribeSecret", call => Locked(Describe, call));
        Serve("GetSecretValue", call => Locked(GetValue, call));
        Serve("PutSecretValue", call => Locked(PutValue, call));
        Serve("DeleteSecret", call => Locked(Delete, call));
        Serve("ListSecrets", call => Locked(List, call));
        Serve("TagResource", call => Locked(Tag, call));
        Serve("UntagResource", call => Locked(Untag, call));
    }

    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_gate)
        {
            return _secrets.Values.Where(secret => secret.DeletedFrom is null)
                .Select(secret => new TaggedResource(secret.Arn, [.. secret.Tags])).ToList();
        }
    }

    /// <summary>The full ARN and the text of a secret; null if it does not exist or has no text.</summary>
    /// <param name="id">Its name, or its ARN with or without the characters that Secrets Manager adds.</param>
    /// <param name="stage">The stage of the version; null for the current one.</param>
    /// <param name="version">The id of the version; null for the one with the stage.</param>
    public (string Arn, string Text)? Read(string id, string? stage, string? version)
    {
        lock (_gate)
        {
            return Known(id) is { DeletedFrom: null } secret && secret.Find(version, stage ?? (version is null ? Secret.Current : null))?.Text is { } text
                ? (secret.Arn, text)
                : null;
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return _secrets.Values.Select(secret => secret.Save()).ToJson();
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            foreach (var secret in state.AsArray().Select(item => Secret.Load(item!.AsObject())))
            {
                _secrets[secret.Name] = secret;
            }
        }
    }

    private static AwsError NotFound() => new("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    private static AwsError Refused(string message) => new("InvalidRequestException", message);

    private static AwsError Wrong(string message) => new("InvalidParameterException", message);

    private JsonObject Locked(Func<SandboxCall, JsonObject> operation, SandboxCall call)
    {
        lock (_gate)
        {
            foreach (var gone in _secrets.Values.Where(secret => secret.DeletedFrom <= Cloud.ScaledClock.UtcNow.ToUnixTimeSeconds()).ToList())
            {
                _secrets.Remove(gone.Name);
            }

            return operation(call);
        }
    }

    private JsonObject Create(SandboxCall call)
    {
        var input = call.Input;
        var name = input.Text("Name")!;
        if (!NamePattern.IsMatch(name))
        {
            throw new AwsError(
                "ValidationException", "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        }

        if (_secrets.TryGetValue(name, out var known))
        {
            if (known.DeletedFrom is not null)
            {
                throw Refused("You can't create this secret because a secret with this name is already scheduled for deletion.");
            }

            // The same request again creates nothing.
            return input.Text("ClientRequestToken") is { } token && known.Find(token, null) is { } same && IsSame(same, input)
                ? SecretJson.Named(known, token)
                : throw new AwsError("ResourceExistsException", $"The operation failed because the secret {name} already exists.");
        }

        var secret = new Secret
        {
            Arn = Cloud.Arn("secretsmanager", $"secret:{name}-{Guid.NewGuid().ToString("N").Substring(0, 6)}"),
            Name = name,
            Description = input.Text("Description"),
            KmsKeyId = input.Text("KmsKeyId"),
            CreatedAt = Cloud.Clock.EpochSeconds,
            ChangedAt = Cloud.Clock.EpochSeconds,
        };
        secret.AddTags(input.Objects("Tags"));
        var version = input.Text("SecretString") is null && input.Text("SecretBinary") is null ? null : Version(secret, input);
        _secrets[name] = secret;
        Cloud.NoteChange(this);
        return SecretJson.Named(secret, version);
    }

    private JsonObject Describe(SandboxCall call)
    {
        var secret = Find(call.Input);
        var answer = SecretJson.Summary(secret);
        answer["VersionIdsToStages"] = SecretJson.Stages(secret);
        return answer;
    }

    private JsonObject GetValue(SandboxCall call)
    {
        var secret = Alive(call.Input);
        var (id, stage) = (call.Input.Text("VersionId"), call.Input.Text("VersionStage"));
        var version = secret.Find(id, stage ?? (id is null ? Secret.Current : null)) ?? throw new AwsError(
            "ResourceNotFoundException",
            id is null ? $"Secrets Manager can't find the specified secret value for staging label: {stage ?? Secret.Current}"
                : $"Secrets Manager can't find the specified secret value for VersionId: {id}");
        var answer = SecretJson.Named(secret, version.Id);
        answer["CreatedDate"] = version.CreatedAt;
        answer["VersionStages"] = version.Stages.OrderBy(one => one, StringComparer.Ordinal).ToJson();
        answer[version.Text is null ? "SecretBinary" : "SecretString"] = version.Text ?? version.Binary;
        return answer;
    }

    private JsonObject PutValue(SandboxCall call)
    {
        var secret = Alive(call.Input);
        if (call.Input.Text("SecretString") is null && call.Input.Text("SecretBinary") is null)
        {
            throw Refused("You must provide either SecretString or SecretBinary.");
        }

        var version = Version(secret, call.Input);
        secret.ChangedAt = Cloud.Clock.EpochSeconds;
        Cloud.NoteChange(this);
        var answer = SecretJson.Named(secret, version);
        answer["VersionStages"] = secret.Find(version, null)!.Stages.ToJson();
        return answer;
    }

    private JsonObject Delete(SandboxCall call)
    {
        var input = call.Input;
        var (force, window) = (input.Flag("ForceDeleteWithoutRecovery") == true, input.Integer("RecoveryWindowInDays"));
        if (force && window is not null)
        {
            throw Wrong("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }

        if (window is < 7 or > 30)
        {
            throw Wrong("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }

        var secret = force ? Find(input) : Alive(input);
        secret.DeletedFrom = Cloud.ScaledClock.UtcNow.ToUnixTimeSeconds() + (force ? 0 : (window ?? DefaultWindow) * SecondsPerDay);
        if (force)
        {
            _secrets.Remove(secret.Name);
        }

        Cloud.NoteChange(this);
        var answer = SecretJson.Named(secret, null);
        answer["DeletionDate"] = secret.DeletedFrom;
        return answer;
    }

    private JsonObject List(SandboxCall call)
    {
        var input = call.Input;
        var found = _secrets.Values
            .Where(secret => secret.DeletedFrom is null || input.Flag("IncludePlannedDeletion") == true)
            .Where(secret => input.Objects("Filters").All(filter => SecretJson.Matches(secret, filter)))
            .ToList();
        if (input.Text("SortOrder") != "asc")
        {
            found.Reverse();
        }

        var (page, next) = Paging.Page(
            found, secret => secret.Arn, input.Text("NextToken"), (int)(input.Integer("MaxResults") ?? PageSize),
            () => new AwsError("InvalidNextTokenException", "The NextToken value is invalid."));
        var answer = new JsonObject { ["SecretList"] = page.Select(SecretJson.Listed).ToJson() };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return answer;
    }

    private JsonObject Tag(SandboxCall call)
    {
        Alive(call.Input).AddTags(call.Input.Objects("Tags"));
        Cloud.NoteChange(this);
        return [];
    }

    private JsonObject Untag(SandboxCall call)
    {
        var secret = Alive(call.Input);
        foreach (var key in call.Input.Texts("TagKeys"))
        {
            secret.Tags.Remove(key);
        }

        Cloud.NoteChange(this);
        return [];
    }

    /// <summary>Adds a version with the value in a request.</summary>
    /// <returns>Its id.</returns>
    private string Version(Secret secret, JsonObject input)
    {
        var (text, binary) = (input.Text("SecretString"), input.Text("SecretBinary"));
        if (text is not null && binary is not null)
        {
            throw Wrong("You can't specify both a binary secret value and a string secret value in the same secret.");
        }

        var id = input.Text("ClientRequestToken") ?? Guid.NewGuid().ToString();
        if (secret.Find(id, null) is { } known)
        {
            return IsSame(known, input) ? id : throw new AwsError(
                "ResourceExistsException", $"You can't use ClientRequestToken {id} because that value is already in use for a version of secret {secret.Arn}.");
        }

        var stages = input.Texts("VersionStages") is { Count: > 0 } given ? given : [Secret.Current];
        secret.Add(new SecretVersion(id, text, binary, Cloud.Clock.EpochSeconds) { Stages = [.. stages] });
        return id;
    }

    private static bool IsSame(SecretVersion version, JsonObject input)
        => version.Text == input.Text("SecretString") && version.Binary == input.Text("SecretBinary");

    private Secret Alive(JsonObject input)
        => Find(input) is { DeletedFrom: null } secret
            ? secret
            : throw Refused("You can't perform this operation on the secret because it was marked for deletion.");

    private Secret Find(JsonObject input) => Known(input.Text("SecretId")!) ?? throw NotFound();

    private Secret? Known(string id)
        => _secrets.TryGetValue(id, out var named) ? named
            : _secrets.Values.FirstOrDefault(secret => secret.Arn == id || Ending.Replace(secret.Arn, "") == id);
}
