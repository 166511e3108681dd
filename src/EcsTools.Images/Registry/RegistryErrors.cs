using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Models;

namespace EcsTools.Images.Registry;

/// <summary>Explains why a registry refused a request, and what to do about it.</summary>
internal static class RegistryErrors
{
    /// <summary>RFC 4918, section 11.5.</summary>
    private const int InsufficientStorage = 507;

    private const string RunAgain = "Run the command again: what was pushed is not sent again.";

    private const string WaitAndRunAgain = "Wait a minute and run the command again: what was pushed is not sent again.";

    /// <summary>The most characters of an error body to show. Some proxies answer with whole web pages.</summary>
    private const int ShownBody = 300;

    /// <summary>The most characters of a registry's own message to show.</summary>
    private const int LongestMessage = 1000;

    /// <summary>Whether another attempt may succeed: after a rate limit, a server error, or an upload that broke.</summary>
    public static bool Passes(RegistryResponse answer)
        => (int)answer.Status is 408 or 425 or 429 or 500 or 502 or 503 or 504
            || FirstError(answer).Code is "BLOB_UPLOAD_UNKNOWN" or "BLOB_UPLOAD_INVALID" or "DIGEST_INVALID" or "SIZE_INVALID" or "TOOMANYREQUESTS";

    /// <summary>Whether the token may have expired. ECR says so in the text of its answer; the answer to a HEAD request has no text.</summary>
    public static bool MayBeEndedToken(RegistryResponse answer)
        => answer.Status == HttpStatusCode.Forbidden && (answer.Body.Length == 0 || IsEndedToken(answer));

    public static EcsToolsException From(RegistryResponse answer, RegistryAddress registry, RegistryScope scope, string what)
    {
        var repository = scope.Repository;
        var (code, message) = FirstError(answer);
        var status = (int)answer.Status;
        var detail = answer is { IsRedirect: true, Location: { } elsewhere }
            ? $"it redirects to {Elsewhere(answer, elsewhere)}, and EcsTools does not follow this redirect"
            : message ?? (answer.Body.Length == 0 ? answer.Reason : Shown(answer));
        var text = $"The registry {registry.Host} refused {what} of '{repository}': {detail} (HTTP {status}{(code is null ? "" : ", " + code)}).";
        return (code, answer.Status) switch
        {
            ("NAME_UNKNOWN", _) => RepositoryMissing(registry, scope),
            ("TAG_INVALID", _) => new EcsToolsException(
                ErrorCodes.ImageTagImmutable,
                text,
                "Push under a new tag: the repository's tags are immutable, and another image has this one.",
                "Tag",
                repository),
            ("BLOB_UPLOAD_UNKNOWN" or "BLOB_UPLOAD_INVALID" or "DIGEST_INVALID" or "SIZE_INVALID" or "MANIFEST_BLOB_UNKNOWN" or "BLOB_UNKNOWN", _) =>
                new EcsToolsException(ErrorCodes.RegistryUploadBroken, text, RunAgain, target: repository),
            ("TOOMANYREQUESTS", _) or (_, (HttpStatusCode)429) => new EcsToolsException(
                ErrorCodes.RegistryThrottled, text, WaitAndRunAgain, target: repository),
            (_, HttpStatusCode.Unauthorized) => Unauthorized(registry, scope, text),
            (_, HttpStatusCode.Forbidden) when IsEndedToken(answer) => Unauthorized(registry, scope, text),
            (_, HttpStatusCode.Forbidden) => Denied(registry, scope, text),
            (_, HttpStatusCode.NotFound) => RepositoryMissing(registry, scope),
            _ when status == InsufficientStorage || NamesFullDisk(message) => new EcsToolsException(
                ErrorCodes.DiskFull, text, "Free some space on the disk of the registry, then run the command again.", target: repository),
            _ when status >= 500 || status == 408 => new EcsToolsException(ErrorCodes.RegistryUnavailable, text, RunAgain, target: repository),
            _ => new EcsToolsException(ErrorCodes.RegistryRefused, text, target: repository),
        };
    }

    /// <summary>The content that arrived, or that the registry has, is not the content that was requested or sent.</summary>
    public static EcsToolsException WrongDigest(RegistryAddress registry, string repository, string what, string expected, string actual)
        => new(
            ErrorCodes.DigestMismatch,
            $"The registry {registry.Host} returned the digest {actual} for {what} of '{repository}', whose digest is {expected}.",
            RunAgain + " If it happens again, check the proxies between this machine and the registry: one of them changes the content.",
            target: repository);

    /// <summary>The connection failed. ECR sometimes closes it early instead of answering that a repository does not exist.</summary>
    public static EcsToolsException Unreachable(RegistryAddress registry, string repository, Exception cause)
        => new(
            ErrorCodes.RegistryUnreachable,
            $"The registry {registry.Host} did not answer for '{repository}': {Innermost(cause).Message}",
            RegistryRemedies.Unreachable(registry, repository),
            target: registry.Host,
            inner: cause);

    private static EcsToolsException Unauthorized(RegistryAddress registry, RegistryScope scope, string text)
        => new(
            ErrorCodes.RegistryUnauthorized,
            text,
            RegistryRemedies.Unauthorized(registry, scope),
            registry.Role == RegistryRole.Destination ? RegistryRemedies.CredentialParameter(registry) : null,
            scope.Repository);

    private static EcsToolsException Denied(RegistryAddress registry, RegistryScope scope, string text)
        => new(ErrorCodes.RegistryAccessDenied, text, RegistryRemedies.Denied(registry, scope), target: scope.Repository);

    private static EcsToolsException RepositoryMissing(RegistryAddress registry, RegistryScope scope)
        => new(
            ErrorCodes.RepositoryNotFound,
            $"The registry {registry.Host} has no repository '{scope.Repository}'.",
            RegistryRemedies.RepositoryMissing(registry, scope),
            RegistryRemedies.RepositoryParameter(registry),
            scope.Repository);

    /// <summary>The server that issues the registry's tokens limits the rate of requests.</summary>
    public static EcsToolsException TokensThrottled(RegistryAddress registry, RegistryScope scope, string server)
        => new(
            ErrorCodes.RegistryThrottled,
            $"The registry {registry.Host} refused access to '{scope.Repository}': its token server {server} limits the rate of requests (HTTP 429).",
            WaitAndRunAgain,
            target: scope.Repository);

    /// <summary>The registry of Docker answers so, with the status 500.</summary>
    private static bool NamesFullDisk(string? message) => message?.IndexOf("no space left on device", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsEndedToken(RegistryResponse answer)
        => FirstError(answer).Message?.IndexOf("authorization token has expired", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Shown(RegistryResponse answer) => UntrustedText.Sanitize(Encoding.UTF8.GetString(answer.Body), ShownBody);

    /// <summary>The origin of a redirect. Its query may hold a signature.</summary>
    private static string Elsewhere(RegistryResponse answer, string location)
        => Uri.TryCreate(answer.From, location, out var target) ? WebAddress.Origin(target) : UntrustedText.Sanitize(location);

    private static (string? Code, string? Message) FirstError(RegistryResponse answer)
    {
        try
        {
            var error = (JsonNode.Parse(answer.Body)?["errors"] as JsonArray)?.FirstOrDefault();
            return (JsonText.TextOf(error?["code"]), JsonText.TextOf(error?["message"]) is { } text ? UntrustedText.Sanitize(text, LongestMessage) : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return (null, null);
        }
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is not null && exception is not TimeoutException)
        {
            exception = exception.InnerException;
        }

        return exception;
    }
}
