using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EcsTools.Images.Credentials;

namespace EcsTools.Images.Engine;

/// <summary>
/// Finds where the engine is, in the order of Docker's own tools: DOCKER_HOST, DOCKER_CONTEXT, the current context of config.json,
/// then the operating system's usual sockets.
/// </summary>
internal static class DockerEndpoints
{
    private const string DefaultContext = "default";

    /// <summary>The endpoints to try, in order. Only the usual sockets are more than one: what somebody chose is not second-guessed.</summary>
    public static IReadOnlyList<DockerEndpoint> Find(HostEnvironment environment)
    {
        if (environment.Get("DOCKER_HOST") is { } host)
        {
            return new[] { new DockerEndpoint(host, "DOCKER_HOST", TlsOfEnvironment(environment)) };
        }

        if (environment.Get("DOCKER_CONTEXT") is { } named && named != DefaultContext)
        {
            return new[] { OfContext(environment, named, "DOCKER_CONTEXT") };
        }

        if (environment.Get("DOCKER_CONTEXT") is null && CurrentContext(environment) is { } current && current != DefaultContext)
        {
            return new[] { OfContext(environment, current, "currentContext of " + Path.Combine(environment.DockerFolder, "config.json")) };
        }

        return Usual(environment).ToList();
    }

    private static DockerTls? TlsOfEnvironment(HostEnvironment environment)
    {
        var verify = environment.Get("DOCKER_TLS_VERIFY") is not null;
        return verify || environment.Get("DOCKER_TLS") is not null
            ? new DockerTls(environment.Get("DOCKER_CERT_PATH") ?? environment.DockerFolder, verify)
            : null;
    }

    private static string? CurrentContext(HostEnvironment environment)
    {
        using var config = ReadJson(Path.Combine(environment.DockerFolder, "config.json"));
        return config is not null
            && config.RootElement.ValueKind == JsonValueKind.Object
            && config.RootElement.TryGetProperty("currentContext", out var name)
            && name.ValueKind == JsonValueKind.String
            && name.GetString() is { Length: > 0 } text ? text : null;
    }

    private static DockerEndpoint OfContext(HostEnvironment environment, string name, string chosenBy)
    {
        var id = ContextId(name);
        var contexts = Path.Combine(environment.DockerFolder, "contexts");
        var path = Path.Combine(contexts, "meta", id, "meta.json");
        using var meta = ReadJson(path) ?? throw DockerErrors.UnknownContext(name, chosenBy, path);
        if (!TryGet(meta.RootElement, "Endpoints", out var endpoints)
            || !TryGet(endpoints, "docker", out var docker)
            || !TryGet(docker, "Host", out var host)
            || host.GetString() is not { Length: > 0 } address)
        {
            throw DockerErrors.UnknownContext(name, chosenBy, path);
        }

        var skipVerify = TryGet(docker, "SkipTLSVerify", out var skip) && skip.ValueKind == JsonValueKind.True;
        var certificates = Path.Combine(contexts, "tls", id, "docker");
        var tls = skipVerify || Directory.Exists(certificates)
            ? new DockerTls(Directory.Exists(certificates) ? certificates : null, !skipVerify)
            : null;
        return new DockerEndpoint(address, $"the Docker context '{name}' ({chosenBy})", tls);
    }

    private static IEnumerable<DockerEndpoint> Usual(HostEnvironment environment)
    {
        if (environment.System == HostSystem.Windows)
        {
            yield return new DockerEndpoint("npipe:////./pipe/docker_engine", "the default pipe");
            yield break;
        }

        yield return new DockerEndpoint("unix:///var/run/docker.sock", "the default socket");
        if (environment.Get("XDG_RUNTIME_DIR") is { } runtime)
        {
            yield return new DockerEndpoint($"unix://{runtime}/docker.sock", "rootless Docker's socket");
        }

        yield return new DockerEndpoint($"unix://{environment.HomeFolder}/.docker/run/docker.sock", "Docker Desktop's socket");
        yield return new DockerEndpoint("unix:///run/podman/podman.sock", "podman's socket");
        if (environment.Get("XDG_RUNTIME_DIR") is { } user)
        {
            yield return new DockerEndpoint($"unix://{user}/podman/podman.sock", "rootless podman's socket");
        }
    }

    // Docker names a context's folders by the hash of its name.
    private static string ContextId(string name)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(name)).Select(b => b.ToString("x2", null)));
    }

    private static bool TryGet(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
    }

    private static JsonDocument? ReadJson(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw DockerConfigErrors.Unreadable(path, e.Message, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw DockerConfigErrors.Unreadable(path, e.Message, e);
        }
    }
}
