using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Images.Credentials;

namespace EcsTools.Images.Engine;

/// <summary>
/// Finds the addresses of the Docker engine. It looks where Docker's own tools look, in the same order: DOCKER_HOST, DOCKER_CONTEXT, the current
/// context of config.json, then the operating system's usual sockets.
/// </summary>
internal static class DockerEndpoints
{
    private const string DefaultContext = "default";

    /// <summary>The endpoints to try, in order. If the user chose an endpoint, it is the only one.</summary>
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
        var path = Path.Combine(environment.DockerFolder, "config.json");
        return Read(path, config => JsonText.OptionalText(config, "currentContext", "the file")) is { Length: > 0 } name ? name : null;
    }

    private static DockerEndpoint OfContext(HostEnvironment environment, string name, string chosenBy)
    {
        var id = ContextId(name);
        var contexts = Path.Combine(environment.DockerFolder, "contexts");
        var path = Path.Combine(contexts, "meta", id, "meta.json");
        var docker = Read(path, DockerOf) ?? throw DockerErrors.UnknownContext(name, chosenBy, path);
        var address = JsonText.TextOf(docker["Host"])!;
        var skipVerify = docker["SkipTLSVerify"] is JsonValue skip && skip.TryGetValue<bool>(out var skips) && skips;
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

    // Docker names the folders of a context after the hash of the context's name.
    private static string ContextId(string name)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(name)).Select(b => b.ToString("x2", null)));
    }

    /// <summary>The Docker endpoint in a context's meta.json; null if the file names no host.</summary>
    private static JsonObject? DockerOf(JsonObject meta)
    {
        var endpoints = JsonText.OptionalObject(meta, "Endpoints", "the file");
        var docker = endpoints is null ? null : JsonText.OptionalObject(endpoints, "docker", "Endpoints");
        return JsonText.OptionalText(docker, "Host", "Endpoints.docker") is { Length: > 0 } ? docker : null;
    }

    /// <summary>Reads a JSON file of Docker's; null if there is no such file.</summary>
    private static T? Read<T>(string path, Func<JsonObject, T?> read)
        where T : class
    {
        try
        {
            return read(JsonText.ParseObject(Encoding.UTF8.GetBytes(File.ReadAllText(path)), "the file"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (MalformedContentException e)
        {
            throw DockerConfigErrors.Unreadable(path, e.Problem + ".", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw DockerConfigErrors.Unreadable(path, e.Message, e);
        }
    }
}
