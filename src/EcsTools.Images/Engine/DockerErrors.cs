using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text.Json;
using System.Threading;
using Docker.DotNet;

namespace EcsTools.Images.Engine;

/// <summary>The errors of a Docker engine, each with its remedy.</summary>
internal static class DockerErrors
{
    public static EcsToolsException UnsupportedEndpoint(DockerEndpoint endpoint)
        => UnsupportedEndpoint(endpoint, RuntimeInformation.IsOSPlatform(OSPlatform.Windows));

    internal static EcsToolsException UnsupportedEndpoint(DockerEndpoint endpoint, bool isWindows)
    {
        // Windows has no unix sockets that this module could use.
        var near = isWindows ? "127.0.0.1:2375" : "/tmp/docker.sock";
        var ssh = endpoint.Host.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase);
        return new EcsToolsException(
            ErrorCodes.DockerEndpointUnsupported,
            $"{endpoint.Source} names the Docker engine at '{endpoint.Host}', which is not unix://, npipe://, tcp:// or https://.",
            ssh
                ? $"Forward the remote engine's socket with 'ssh -NL {near}:/var/run/docker.sock USER@HOST' and set "
                    + (isWindows ? $"DOCKER_HOST to tcp://{near}: $env:DOCKER_HOST = 'tcp://{near}'." : $"DOCKER_HOST=unix://{near}.")
                : "Set DOCKER_HOST to the engine's address, or unset it to use the local engine.",
            target: endpoint.Host);
    }

    public static EcsToolsException UnknownContext(string name, string chosenBy, string path) => new(
        ErrorCodes.DockerContextNotFound,
        $"The Docker context '{name}' chosen by {chosenBy} has no endpoint in '{path}'.",
        "List the contexts with 'docker context ls' and choose one with 'docker context use NAME', or unset DOCKER_CONTEXT.",
        target: name);

    public static EcsToolsException UnusableCertificates(DockerEndpoint endpoint, string folder, Exception cause) => new(
        ErrorCodes.DockerCertificatesUnusable,
        $"The TLS certificates in '{folder}' for the Docker engine at '{endpoint.Host}' cannot be used: {cause.Message}",
        cause is PlatformNotSupportedException
            ? "Use PowerShell 7, or reach the engine without TLS through an SSH tunnel."
            : "Put ca.pem, cert.pem and key.pem in PEM form into the folder, with a key that has no passphrase.",
        target: folder,
        inner: cause);

    /// <summary>Creates the error for the case that no endpoint answered.</summary>
    public static EcsToolsException Unreachable(IReadOnlyList<(DockerEndpoint Endpoint, Exception Cause)> tried, HostEnvironment environment)
    {
        var failures = tried.Select(attempt => Diagnose(attempt.Endpoint, attempt.Cause)).ToList();
        var list = string.Join("; ", tried.Zip(failures, (attempt, failure) =>
            $"{attempt.Endpoint.Host} ({attempt.Endpoint.Source}): {failure.What}"));

        // An engine that refuses a connection says more than five sockets that do not exist.
        var telling = failures.OrderBy(failure => failure.Rank).First();
        var installed = new[] { "docker", "dockerd", "podman" }.Any(name => environment.FindProgram(name) is not null);
        return telling.Rank switch
        {
            Reach.Denied => new EcsToolsException(
                ErrorCodes.DockerPermissionDenied,
                $"This user is not allowed to use the Docker engine. Tried {list}.",
                Remedies.Denied(environment.System),
                inner: tried[failures.IndexOf(telling)].Cause),
            Reach.Absent when !installed => new EcsToolsException(
                ErrorCodes.DockerNotInstalled,
                $"There is no Docker engine on this machine. Tried {list}.",
                Remedies.NotInstalled(environment.System),
                inner: tried[0].Cause),
            Reach.Tls => new EcsToolsException(
                ErrorCodes.DockerTlsFailed,
                $"The TLS connection to the Docker engine failed. Tried {list}.",
                "Check ca.pem, cert.pem and key.pem of the context or of DOCKER_CERT_PATH, and that DOCKER_TLS_VERIFY fits the engine's port.",
                inner: tried[failures.IndexOf(telling)].Cause),
            _ => new EcsToolsException(
                ErrorCodes.DockerNotRunning,
                $"The Docker engine does not answer. Tried {list}.",
                tried.Count == 1 && tried[0].Endpoint.SocketPath is null && environment.System != HostSystem.Windows
                    ? "Start the engine at that address, or unset DOCKER_HOST to use the local one."
                    : Remedies.NotRunning(environment.System),
                inner: tried[failures.IndexOf(telling)].Cause),
        };
    }

    /// <summary>Creates the error for an engine that answered before and no longer does.</summary>
    public static EcsToolsException Lost(DockerEngine engine, Exception cause) => new(
        ErrorCodes.DockerConnectionLost,
        $"The Docker engine at {engine.Endpoint} stopped answering: {Innermost(cause)}",
        "Check that the engine still runs ('docker info'), then run the command again.",
        target: engine.Endpoint,
        inner: cause);

    /// <summary>The EcsTools error inside another exception, or null.</summary>
    public static EcsToolsException? OwnCause(Exception exception) =>
        exception as EcsToolsException ?? (exception.InnerException is { } inner ? OwnCause(inner) : null);

    /// <summary>True for an error of the connection, and not of the engine's answer.</summary>
    public static bool IsConnectionFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or SocketException or TimeoutException or UnauthorizedAccessException
            or AuthenticationException or InvalidDataException or Newtonsoft.Json.JsonException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The engine's own message in an error answer.</summary>
    public static string MessageOf(DockerApiException exception)
    {
        var body = exception.ResponseBody ?? "";
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("message", out var message))
            {
                return message.GetString() ?? body;
            }
        }
        catch (JsonException)
        {
            // Old engines and proxies answer with plain text.
        }

        return body.Trim().Length > 0 ? body.Trim() : $"HTTP status {(int)exception.StatusCode}";
    }

    /// <summary>Creates the error for a call about an image that the engine refused.</summary>
    public static EcsToolsException ImageCallFailed(string? image, DockerApiException cause) => new(
        cause.StatusCode == HttpStatusCode.NotFound ? ErrorCodes.EngineImageNotFound : ErrorCodes.EngineImageFailed with
        {
            Kind = cause.StatusCode switch
            {
                HttpStatusCode.Conflict => ErrorKind.Conflict,
                HttpStatusCode.BadRequest => ErrorKind.InvalidArgument,
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ErrorKind.PermissionDenied,
                _ => ErrorKind.Failed,
            },
        },
        $"The Docker engine refused the call for '{image}': {MessageOf(cause)}",
        "Correct what the engine's message names; the log of the Docker engine may tell more.",
        target: image,
        inner: cause);

    private static Failure Diagnose(DockerEndpoint endpoint, Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                case UnauthorizedAccessException:
                    return new(Reach.Denied, "permission denied");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return new(Reach.Silent, "nothing listens there");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return new(Reach.Silent, "no such host");
                case SocketException or TimeoutException or FileNotFoundException when IsLocal(endpoint):
                    return new(Reach.Absent, "not found");
                case AuthenticationException:
                    return new(Reach.Tls, cause.Message);
                case OperationCanceledException:
                    return new(Reach.Silent, "no answer in time");
                case Newtonsoft.Json.JsonException:
                    return new(Reach.Silent, "its answer is not the JSON expected of an engine");
                case DockerApiException api:
                    return new(Reach.Silent, MessageOf(api));
            }
        }

        return new(Reach.Silent, Innermost(exception));
    }

    // "Connection failed" and similar messages say less than the exception inside.
    private static string Innermost(Exception exception) =>
        exception is HttpRequestException && exception.InnerException is { } cause ? cause.Message : exception.Message;

    private static bool IsLocal(DockerEndpoint endpoint) =>
        endpoint.SocketPath is not null || endpoint.Host.StartsWith("npipe", StringComparison.OrdinalIgnoreCase);

    private enum Reach
    {
        Denied,
        Tls,
        Silent,
        Absent,
    }

    private sealed record Failure(Reach Rank, string What);

    private static class Remedies
    {
        public static string Denied(HostSystem system) => system switch
        {
            HostSystem.Windows => "Add yourself to the local group 'docker-users' as an administrator (net localgroup "
                + "docker-users USER /add), then sign out and in.",
            HostSystem.MacOS => "Start Docker Desktop as this user, or set DOCKER_HOST to a socket that you are allowed to use.",
            _ => "Run 'sudo usermod -aG docker $USER' and sign in again, or run this as root, or use rootless Docker.",
        };

        public static string NotInstalled(HostSystem system) => system switch
        {
            HostSystem.Windows => "Install Docker Desktop, or set DOCKER_HOST to an engine elsewhere. An image archive can be pushed without an engine.",
            HostSystem.MacOS => "Install Docker Desktop or Colima, or set DOCKER_HOST. An image archive can be pushed without an engine.",
            _ => "Install Docker (Debian and Ubuntu: 'sudo apt-get install docker.io'), or set DOCKER_HOST. An image archive can be pushed without an engine.",
        };

        public static string NotRunning(HostSystem system) => system switch
        {
            HostSystem.Windows => "Start Docker Desktop and wait until it says 'Engine running', or run 'Start-Service docker' if the engine is a service.",
            HostSystem.MacOS => "Start Docker Desktop, or run 'colima start'.",
            _ => "Start it with 'sudo systemctl start docker' ('sudo service docker start' without systemd), or set DOCKER_HOST to an engine elsewhere.",
        };
    }
}
