using System;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Images.Credentials;

/// <summary>The members of config.json that contain credentials. All other members are kept unchanged.</summary>
internal sealed class DockerConfigJson
{
    private const string DockerHub = "https://index.docker.io/v1/";
    private static readonly string[] DockerHubNames = { "docker.io", "index.docker.io", "registry-1.docker.io", DockerHub };
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _root;

    private DockerConfigJson(JsonObject root) => _root = root;

    /// <summary>True if docker login would choose a helper by itself.</summary>
    public bool SaysNothing => CredsStore.Length == 0 && !Has("credHelpers") && !Has("auths");

    private string CredsStore => JsonText.TextOf(_root["credsStore"]) ?? "";

    public static DockerConfigJson Parse(byte[]? content, string path)
    {
        if (content is null || JsonProblem.WithoutMark(content).Length == 0)
        {
            return new DockerConfigJson(new JsonObject());
        }

        try
        {
            var root = JsonText.ParseObject(content, "the file", JsonText.LongestManifest);
            CheckMembers(root);
            return new DockerConfigJson(root);
        }
        catch (MalformedContentException e)
        {
            throw DockerConfigErrors.Unreadable(path, e.Problem + ".", e);
        }
    }

    /// <summary>
    /// Checks the members that contain credentials. Docker refuses the file if one of them has the wrong type. A credential must not go to the wrong
    /// place because the name of its helper could not be read.
    /// </summary>
    private static void CheckMembers(JsonObject root)
    {
        JsonText.OptionalText(root, "credsStore", "the file");
        var helpers = JsonText.OptionalObject(root, "credHelpers", "the file") ?? new JsonObject();
        foreach (var helper in helpers)
        {
            JsonText.OptionalText(helpers, helper.Key, "credHelpers");
        }

        var auths = JsonText.OptionalObject(root, "auths", "the file") ?? new JsonObject();
        foreach (var auth in auths)
        {
            var entry = JsonText.OptionalObject(auths, auth.Key, "auths") ?? new JsonObject();
            JsonText.OptionalText(entry, "auth", $"the entry '{auth.Key}' of auths");
            JsonText.OptionalText(entry, "identitytoken", $"the entry '{auth.Key}' of auths");
        }

        try
        {
            root.ToJsonString(Written);
        }
        catch (InvalidOperationException e)
        {
            // With half a surrogate pair, the file could be read but not be written again.
            throw new MalformedContentException("a text in the file is not Unicode", e);
        }
    }

    /// <summary>The name of a registry in the file: its host, or for Docker Hub an old address.</summary>
    public static string KeyOf(string registry)
    {
        var host = HostOf(registry);
        return DockerHubNames.Contains(host, StringComparer.OrdinalIgnoreCase) ? DockerHub : host;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_root.ToJsonString(Written));

    /// <summary>The helper for a registry; empty for the file itself.</summary>
    public string HelperOf(string key) =>
        JsonText.TextOf((_root["credHelpers"] as JsonObject)?[HostOf(key)]) ?? CredsStore;

    public RegistryCredential? Find(string key, string registry)
    {
        // Older versions of Docker wrote https:// before the host, and some tools wrote a path after it.
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

    /// <summary>Adds the credential to the file. If <paramref name="pin"/> is true, Docker looks for it only here.</summary>
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

    /// <summary>Records that a helper has the credential, as docker login does: with an entry without a secret.</summary>
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
        if (_root["credHelpers"] is JsonObject helpers && JsonText.TextOf(helpers[HostOf(key)]) is { Length: 0 })
        {
            // The empty entry existed only for the credential that was removed.
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

    private static string Text(JsonObject entry, string name) => JsonText.TextOf(entry[name]) ?? "";

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
