using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>Users, keys, roles and policies.</summary>
internal sealed partial class IamService : SandboxService, ITaggedResources
{
    private readonly object _gate = new();
    private readonly IReadOnlyList<IamPolicy> _managed = ManagedPolicyCatalog.Load();
    private readonly TimeSpan _keyPropagation;
    private IamState _state = new();

    /// <param name="cloud">The cloud of which this is a service.</param>
    /// <param name="keyPropagation">How long a new access key is not accepted.</param>
    public IamService(SandboxCloud cloud, TimeSpan keyPropagation)
        : base("AWSSDK.IdentityManagement", cloud)
    {
        _keyPropagation = keyPropagation;
        ServeUsers();
        ServeKeys();
        ServeRoles();
        ServePolicies();
        ServePolicyUse();
        ServeLocked("SimulatePrincipalPolicy", SimulatePrincipalPolicy);
    }

    internal static string RootArn => $"arn:aws:iam::{SandboxCloud.AccountId}:root";

    /// <summary>Of IAM, the Tagging API lists the policies of the account, and neither users nor roles.</summary>
    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_gate)
        {
            return _state.Policies
                .Select(policy => new TaggedResource(policy.Arn, policy.Tags.Select(tag => new KeyValuePair<string, string>(tag.Key, tag.Value)).ToList()))
                .ToList();
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return JsonSerializer.SerializeToNode(_state);
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            _state = state.Deserialize<IamState>() ?? throw new InvalidOperationException("The kept state of IAM is empty.");
        }
    }

    private static AwsError NoSuch(string message) => new("NoSuchEntity", message, 404);

    private static AwsError Exists(string message) => new("EntityAlreadyExists", message, 409);

    private static AwsError Conflict(string message) => new("DeleteConflict", message, 409);

    private static AwsError Limit(string message) => new("LimitExceeded", message, 409);

    private static AwsError InvalidInput(string message) => new("InvalidInput", message);

    private static AwsError Invalid(string message) => new("ValidationError", message);

    private void ServeLocked(string operation, Func<SandboxCall, JsonObject> handler)
        => Serve(operation, call =>
        {
            lock (_gate)
            {
                return handler(call);
            }
        });

    private void ServeLocked(string operation, Func<JsonObject, JsonObject> handler) => ServeLocked(operation, call => handler(call.Input));

    private JsonObject Changed(JsonObject? output = null)
    {
        Cloud.NoteChange(this);
        return output ?? new JsonObject();
    }

    private IamUser User(string name)
        => _state.Users.Find(user => user.Name == name) ?? throw NoSuch($"The user with name {name} cannot be found.");

    private IamRole Role(string name)
        => _state.Roles.Find(role => role.Name == name) ?? throw NoSuch($"The role with name {name} cannot be found.");

    /// <summary>One page by Marker and MaxItems (100 by default), in the list member of the operation.</summary>
    private static JsonObject List<T>(
        JsonObject input, string member, IEnumerable<T> items, Func<T, string> key, Func<T, JsonNode> describe)
    {
        var ordered = items.OrderBy(key, StringComparer.OrdinalIgnoreCase).ThenBy(key, StringComparer.Ordinal).ToList();
        var (page, token) = Paging.Page(
            ordered, key, input.Text("Marker"), (int)(input.Integer("MaxItems") ?? 100), () => Invalid("Invalid Marker."));
        var output = new JsonObject
        {
            [member] = new JsonArray(page.Select(item => (JsonNode?)describe(item)).ToArray()),
            ["IsTruncated"] = token is not null,
        };
        if (token is not null)
        {
            output["Marker"] = token;
        }

        return output;
    }

    private static JsonArray Describe(IEnumerable<IamTag> tags)
        => tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToJson();

    private static void AddTags(List<IamTag> tags, IReadOnlyList<JsonObject> added)
    {
        if (added.GroupBy(tag => tag.Text("Key"), StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1))
        {
            throw InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }

        foreach (var tag in added)
        {
            var key = tag.Text("Key")!;
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw InvalidInput("Tag keys that begin with aws: are reserved for system use.");
            }

            tags.RemoveAll(known => known.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
            tags.Add(new IamTag { Key = key, Value = tag.Text("Value") ?? "" });
        }

        if (tags.Count > 50)
        {
            throw Limit("The number of tags has reached the maximum limit.");
        }
    }

    private static void RequireFreePath(JsonObject input)
    {
        if (input.Text("Path")?.StartsWith("/aws-service-role", StringComparison.Ordinal) == true)
        {
            throw Invalid("Paths beginning with '/aws-service-role' are reserved for AWS Service Linked Roles");
        }
    }

    /// <summary>Documents leave IAM percent-encoded (RFC 3986).</summary>
    private static string Encoded(string document) => Uri.EscapeDataString(document);
}
