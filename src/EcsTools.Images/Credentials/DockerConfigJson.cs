using System;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Images.Credentials;

/// <summary>The members of config.json that are about credentials. All others stay as they are.</summary>
internal sealed class DockerConfigJson
{
    private const string DockerHub = "https://index.docker.io/v1/";
    private static readonly string[] DockerHubNames = { "docker.io", "index.docker.io", "registry-1.docker.io", DockerHub };
    private static readonly byte[] ByteOrderMark = { 0xEF, 0xBB, 0xBF };
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _root;

    private DockerConfigJson(JsonObject root) => _root = root;

    /// <summary>True where docker login would choose a helper by itself.</summary>
    public bool SaysNothing => CredsStore.Length == 0 && !Has("credHelpers") && !Has("auths");

    private string CredsStore => _root["credsStore"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : "";

    public static DockerConfigJson Parse(byte[]? content, string path)
    {
        var start = content is not null && content.Take(3).SequenceEqual(ByteOrderMark) ? 3 : 0;
        if (content is null || content.Length == start)
        {
            return new DockerConfigJson(new JsonObject());
        }

        try
        {
            var root = JsonNode.Parse(content.AsSpan(start)) as JsonObject ?? throw new JsonException("it is not a JSON object.");
            // Members are read lazily; one written twice shows only now.
            _ = root.Count;
            return new DockerConfigJson(root);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw DockerConfigErrors.Unreadable(path, e.Message, e);
        }
    }

    /// <summary>What the file calls a registry: the host, and for Docker Hub its old address.</summary>
    public static string KeyOf(string registry)
    {
        var host = HostOf(registry);
        return DockerHubNames.Contains(host, StringComparer.OrdinalIgnoreCase) ? DockerHub : host;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_root.ToJsonString(Written));

    /// <summary>The helper for a registry; empty for the file itself.</summary>
    public string HelperOf(string key) =>
        _root["credHelpers"] is JsonObject helpers && helpers[HostOf(key)] is JsonValue value && value.TryGetValue<string>(out var own)
            ? own
            : CredsStore;

    public RegistryCredential? Find(string key, string registry)
    {
        // Older Docker wrote https:// before the host, and some tools a path after it.
        var entry = _root["auths"] is JsonObject auths
            ? (auths[key] ?? auths.FirstOrDefault(pair => HostOf(pair.Key) == HostOf(key)).Value) as JsonObject
            : null;
        var (user, password) = entry is null ? ("", "") : Decode(Text(entry, "auth"));
        var token = entry is null ? "" : Text(entry, "identitytoken");
        if (password.Length == 0 && token.Length == 0)
        {
            return null;
        }

        return new RegistryCredential
        {
            Registry = registry,
            UserName = user,
            Password = token.Length > 0 ? token : password,
            IsIdentityToken = token.Length > 0,
        };
    }

    /// <summary>Puts the credential into the file. With <paramref name="pin"/>, Docker is told to look for it here and nowhere else.</summary>
    public bool Store(string key, RegistryCredential credential, bool pin)
    {
        var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
        Child("auths")[key] = new JsonObject { ["auth"] = secret };
        if (pin)
        {
            Child("credHelpers")[HostOf(key)] = "";
        }

        return true;
    }

    /// <summary>Notes that a helper has the credential, as docker login does: an entry without a secret.</summary>
    public bool Announce(string key, string? newHelper)
    {
        var auths = Child("auths");
        if (newHelper is null && auths[key] is JsonObject { Count: 0 })
        {
            return false;
        }

        auths[key] = new JsonObject();
        if (newHelper is not null)
        {
            _root["credsStore"] = newHelper;
        }

        return true;
    }

    public bool Remove(string key)
    {
        var removed = _root["auths"] is JsonObject auths && auths.Remove(key);
        if (_root["credHelpers"] is JsonObject helpers && helpers[HostOf(key)] is JsonValue value
            && value.TryGetValue<string>(out var pinned) && pinned.Length == 0)
        {
            // The empty entry was only there for the credential that is gone.
            helpers.Remove(HostOf(key));
            if (helpers.Count == 0)
            {
                _root.Remove("credHelpers");
            }

            return true;
        }

        return removed;
    }

    private bool Has(string name) => _root[name] is JsonObject { Count: > 0 };

    private JsonObject Child(string name)
    {
        if (_root[name] is not JsonObject child)
        {
            child = new JsonObject();
            _root[name] = child;
        }

        return child;
    }

    private static string HostOf(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? key : key.Substring(scheme + 3)).Split('/')[0];
    }

    private static string Text(JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static (string User, string Password) Decode(string auth)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(auth));
            var colon = text.IndexOf(':');
            return colon < 0 ? ("", "") : (text.Substring(0, colon), text.Substring(colon + 1).TrimEnd('\0'));
        }
        catch (FormatException)
        {
            return ("", "");
        }
    }
}
