using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <content>Users.</content>
internal sealed partial class IamService
{
    /// <summary>The ARN of a user, with its path, or null if the user does not exist.</summary>
    public string? ArnOfUser(string name)
    {
        lock (_gate)
        {
            return _state.Users.Find(user => user.Name == name)?.Arn;
        }
    }

    private void ServeUsers()
    {
        ServeLocked("CreateUser", CreateUser);
        ServeLocked("GetUser", GetUser);
        ServeLocked("DeleteUser", DeleteUser);
        ServeLocked("ListUsers", input => List(
            input,
            "Users",
            _state.Users.Where(user => IsUnder(user.Path, input)),
            user => user.Name,
            user => Describe(user, whole: false)));
        ServeLocked("TagUser", TagUser);
        ServeLocked("UntagUser", UntagUser);
        ServeLocked("ListUserTags", input => ListTags(input, User(input.Text("UserName")!)));
        ServeLocked("ListGroupsForUser", ListGroupsForUser);
        ServeLocked("RemoveUserFromGroup", RemoveUserFromGroup);
    }

    private static bool IsUnder(string path, JsonObject input)
        => path.StartsWith(input.Text("PathPrefix") ?? "/", StringComparison.Ordinal);

    private JsonObject CreateUser(JsonObject input)
    {
        var name = input.Text("UserName")!;
        if (_state.Users.Exists(user => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw Exists($"User with name {name} already exists.");
        }

        RequireFreePath(input);
        var user = new IamUser
        {
            Name = name,
            Path = input.Text("Path") ?? "/",
            Id = IamIds.New("AIDA"),
            CreateDate = Cloud.Clock.EpochSeconds,
            PermissionsBoundary = Boundary(input),
        };
        AddTags(user.Tags, input.Objects("Tags"));
        _state.Users.Add(user);
        return Changed(new JsonObject { ["User"] = Describe(user, whole: true) });
    }

    private JsonObject GetUser(SandboxCall call)
    {
        if (call.Input.Text("UserName") is { } name)
        {
            return new JsonObject { ["User"] = Describe(User(name), whole: true) };
        }

        if (call.Principal.Arn == RootArn)
        {
            return new JsonObject
            {
                ["User"] = new JsonObject
                {
                    ["Path"] = "/",
                    ["UserId"] = SandboxCloud.AccountId,
                    ["Arn"] = RootArn,
                    ["CreateDate"] = _state.Root.CreateDate,
                },
            };
        }

        return new JsonObject { ["User"] = Describe(User(CallingUser(call)), whole: true) };
    }

    private JsonObject DeleteUser(JsonObject input)
    {
        var user = User(input.Text("UserName")!);
        if (user.Keys.Count > 0)
        {
            throw Conflict("Cannot delete entity, must delete access keys first.");
        }

        CheckNoPolicies(user);
        _state.Users.Remove(user);
        return Changed();
    }

    private JsonObject TagUser(JsonObject input)
    {
        AddTags(User(input.Text("UserName")!).Tags, input.Objects("Tags"));
        return Changed();
    }

    private JsonObject UntagUser(JsonObject input)
    {
        var keys = input.Texts("TagKeys");
        User(input.Text("UserName")!).Tags.RemoveAll(tag => keys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase));
        return Changed();
    }

    // The sandbox has no groups.
    private JsonObject ListGroupsForUser(JsonObject input)
    {
        User(input.Text("UserName")!);
        return new JsonObject { ["Groups"] = new JsonArray(), ["IsTruncated"] = false };
    }

    private JsonObject RemoveUserFromGroup(JsonObject input)
    {
        User(input.Text("UserName")!);
        throw NoSuch($"The group with name {input.Text("GroupName")} cannot be found.");
    }

    private static JsonObject ListTags(JsonObject input, IamEntity entity)
        => List(input, "Tags", entity.Tags, tag => tag.Key, tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value });

    /// <summary>The name of the calling user, for operations that use the caller if the request names no user.</summary>
    /// <exception cref="AwsError">The caller is the root user or a role.</exception>
    private static string CallingUser(SandboxCall call)
    {
        var resource = call.Principal.Arn.Split(':').Last();
        return resource.StartsWith("user/", StringComparison.Ordinal)
            ? resource.Split('/').Last()
            : throw Invalid("Must specify userName when calling with non-User credentials");
    }

    /// <summary>The requested permissions boundary, which must be an existing policy.</summary>
    private string? Boundary(JsonObject input)
        => input.Text("PermissionsBoundary") is { } arn ? Policy(arn).Arn : null;

    private static void CheckNoPolicies(IamEntity entity)
    {
        if (entity.AttachedPolicies.Count > 0)
        {
            throw Conflict("Cannot delete entity, must detach all policies first.");
        }

        if (entity.InlinePolicies.Count > 0)
        {
            throw Conflict("Cannot delete entity, must delete policies first.");
        }
    }

    private static JsonObject Describe(IamUser user, bool whole)
    {
        var described = new JsonObject
        {
            ["Path"] = user.Path,
            ["UserName"] = user.Name,
            ["UserId"] = user.Id,
            ["Arn"] = user.Arn,
            ["CreateDate"] = user.CreateDate,
        };
        AddWhole(described, user, whole);
        return described;
    }

    /// <summary>Members that Get returns and List leaves out.</summary>
    private static void AddWhole(JsonObject described, IamEntity entity, bool whole)
    {
        if (!whole)
        {
            return;
        }

        if (entity.PermissionsBoundary is { } boundary)
        {
            described["PermissionsBoundary"] = new JsonObject
            {
                ["PermissionsBoundaryType"] = "PermissionsBoundaryPolicy",
                ["PermissionsBoundaryArn"] = boundary,
            };
        }

        if (entity.Tags.Count > 0)
        {
            described["Tags"] = Describe(entity.Tags);
        }
    }
}
