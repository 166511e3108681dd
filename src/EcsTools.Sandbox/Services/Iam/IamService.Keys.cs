using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <content>Access keys, temporary credentials, and their owners.</content>
internal sealed partial class IamService
{
    private const int KeysPerUser = 2;

    /// <summary>The root key of the sandbox, which is allowed everything.</summary>
    public AccessKey RootKey
        => new(
            _state.Root.Id,
            _state.Root.Secret,
            new SandboxPrincipal(SandboxCloud.AccountId, RootArn, SandboxCloud.AccountId, _state.Root.Id),
            DateTimeOffset.MinValue);

    /// <summary>The key with this id; null if it does not exist, is inactive, or is too new. An expired key is returned.</summary>
    public AccessKey? FindKey(string accessKeyId)
    {
        lock (_gate)
        {
            if (accessKeyId == _state.Root.Id)
            {
                return RootKey;
            }

            foreach (var user in _state.Users)
            {
                if (user.Keys.Find(key => key.Id == accessKeyId) is { } key)
                {
                    var goodFrom = DateTimeOffset.FromUnixTimeMilliseconds((long)(key.CreateDate * 1000)) + _keyPropagation;
                    return key.Active && goodFrom <= Cloud.Clock.UtcNow
                        ? new AccessKey(
                            key.Id, key.Secret, new SandboxPrincipal(SandboxCloud.AccountId, user.Arn, user.Id, key.Id), goodFrom)
                        : null;
                }
            }

            return _state.Sessions.Find(session => session.Id == accessKeyId) is { } found
                ? new AccessKey(
                    found.Id,
                    found.Secret,
                    new SandboxPrincipal(SandboxCloud.AccountId, found.Arn, found.UserId, found.Id) { HasMfa = found.HasMfa },
                    DateTimeOffset.MinValue,
                    found.Token,
                    DateTimeOffset.FromUnixTimeMilliseconds((long)(found.Expires * 1000)))
                : null;
        }
    }

    /// <summary>Records that a key signed a request, for GetAccessKeyLastUsed.</summary>
    public void NoteUse(string accessKeyId, string service, string region)
    {
        lock (_gate)
        {
            if (_state.Users.SelectMany(user => user.Keys).FirstOrDefault(key => key.Id == accessKeyId) is { } used)
            {
                (used.LastUsed, used.LastService, used.LastRegion) = (Cloud.Clock.EpochSeconds, service, region);
            }
        }
    }

    /// <summary>Creates temporary credentials.</summary>
    internal StoredSession AddSession(string arn, string userId, double seconds, string? policy)
    {
        lock (_gate)
        {
            var now = SandboxClock.MachineNow.ToUnixTimeSeconds();
            _state.Sessions.RemoveAll(session => session.Expires < now - 86400);
            var added = new StoredSession
            {
                Id = IamIds.New("ASIA"),
                Secret = IamIds.Secret(),
                Token = IamIds.SessionToken(),
                Arn = arn,
                UserId = userId,
                Expires = now + seconds,
                Policy = policy,
            };
            _state.Sessions.Add(added);
            Cloud.NoteChange(this);
            return added;
        }
    }

    private void ServeKeys()
    {
        ServeLocked("CreateAccessKey", CreateAccessKey);
        ServeLocked("UpdateAccessKey", UpdateAccessKey);
        ServeLocked("DeleteAccessKey", DeleteAccessKey);
        ServeLocked("ListAccessKeys", ListAccessKeys);
        ServeLocked("GetAccessKeyLastUsed", GetAccessKeyLastUsed);
    }

    private IamUser Owner(SandboxCall call) => User(call.Input.Text("UserName") ?? CallingUser(call));

    private JsonObject CreateAccessKey(SandboxCall call)
    {
        var user = Owner(call);
        if (user.Keys.Count >= KeysPerUser)
        {
            throw Limit($"Cannot exceed quota for AccessKeysPerUser: {KeysPerUser}");
        }

        var key = new StoredKey { Id = IamIds.New("AKIA"), Secret = IamIds.Secret(), CreateDate = Cloud.Clock.EpochSeconds };
        user.Keys.Add(key);
        var described = Describe(user, key);
        described["SecretAccessKey"] = key.Secret;
        return Changed(new JsonObject { ["AccessKey"] = described });
    }

    private JsonObject UpdateAccessKey(SandboxCall call)
    {
        var status = call.Input.Text("Status");
        if (status is not ("Active" or "Inactive"))
        {
            throw Invalid($"The status {status} is not valid.");
        }

        Key(Owner(call), call.Input).Active = status == "Active";
        return Changed();
    }

    private JsonObject DeleteAccessKey(SandboxCall call)
    {
        var user = Owner(call);
        user.Keys.Remove(Key(user, call.Input));
        return Changed();
    }

    private JsonObject ListAccessKeys(SandboxCall call)
    {
        var user = Owner(call);
        return List(call.Input, "AccessKeyMetadata", user.Keys, key => key.Id, key => Describe(user, key));
    }

    private JsonObject GetAccessKeyLastUsed(JsonObject input)
    {
        var id = input.Text("AccessKeyId")!;
        var user = _state.Users.Find(candidate => candidate.Keys.Exists(key => key.Id == id))
            ?? throw NoSuch($"The Access Key with id {id} cannot be found.");
        var key = user.Keys.Find(candidate => candidate.Id == id)!;
        var used = new JsonObject { ["ServiceName"] = key.LastService ?? "N/A", ["Region"] = key.LastRegion ?? "N/A" };
        if (key.LastUsed is { } time)
        {
            used["LastUsedDate"] = time;
        }

        return new JsonObject { ["UserName"] = user.Name, ["AccessKeyLastUsed"] = used };
    }

    private static StoredKey Key(IamUser user, JsonObject input)
        => user.Keys.Find(key => key.Id == input.Text("AccessKeyId"))
            ?? throw NoSuch($"The Access Key with id {input.Text("AccessKeyId")} cannot be found.");

    private static JsonObject Describe(IamUser user, StoredKey key) => new()
    {
        ["UserName"] = user.Name,
        ["AccessKeyId"] = key.Id,
        ["Status"] = key.Active ? "Active" : "Inactive",
        ["CreateDate"] = key.CreateDate,
    };
}
