using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Registry;

/// <summary>What a registry's refusal means, and what to do about it.</summary>
internal static class RegistryErrors
{
    /// <summary>An error body is shown up to this many characters: some proxies answer whole pages.</summary>
    private const int ShownBody = 300;

    public static async Task<EcsToolsException> ReadAsync(HttpResponseMessage response, string repository, string what)
    {
        var body = response.Content is null ? "" : await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        var (code, message) = FirstError(body);
        var status = (int)response.StatusCode;
        var detail = message ?? (body.Length == 0 ? response.ReasonPhrase : body.Substring(0, Math.Min(ShownBody, body.Length)));
        var text = $"The registry refused {what} of '{repository}': {detail} (HTTP {status}{(code is null ? "" : ", " + code)}).";
        return (code, response.StatusCode) switch
        {
            ("NAME_UNKNOWN", _) => RepositoryMissing(repository),
            ("TAG_INVALID", _) => new EcsToolsException(
                "ImageTagImmutable",
                ErrorKind.Conflict,
                text,
                "The repository's tags are immutable and this one is taken by another image: push under a new tag.",
                "Tag",
                repository),
            ("TOOMANYREQUESTS", _) => new EcsToolsException(
                "RegistryThrottled", ErrorKind.LimitExceeded, text, "Wait a minute and run the command again; what is up stays up.", target: repository),
            (_, HttpStatusCode.Unauthorized) => new EcsToolsException(
                "RegistryUnauthorized",
                ErrorKind.Unauthenticated,
                text,
                "The registry's token has expired or belongs to another registry: run the command again, and check -Region and -ProfileName.",
                target: repository),
            (_, HttpStatusCode.Forbidden) => new EcsToolsException(
                "RegistryAccessDenied",
                ErrorKind.PermissionDenied,
                text,
                "The caller needs ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage on the repository.",
                target: repository),
            (_, HttpStatusCode.NotFound) => RepositoryMissing(repository),
            _ when status >= 500 => new EcsToolsException(
                "RegistryUnavailable", ErrorKind.Unavailable, text, "Run the command again; what is up stays up.", target: repository),
            _ => new EcsToolsException("RegistryRefused", ErrorKind.Failed, text, target: repository),
        };
    }

    /// <summary>The connection failed. ECR has been seen to end it early instead of answering that a repository is missing.</summary>
    public static EcsToolsException Unreachable(RegistryAddress registry, string repository, Exception cause)
        => new(
            "RegistryUnreachable",
            ErrorKind.Unavailable,
            $"The registry {registry.Host} did not answer while '{repository}' was being pushed: {Innermost(cause).Message}",
            "Check the network, the proxy and -Region. Where the connection ends early each time, check that the repository exists (Initialize-EcrRepository).",
            target: registry.Host,
            inner: cause);

    private static EcsToolsException RepositoryMissing(string repository)
        => new(
            "RepositoryNotFound",
            ErrorKind.NotFound,
            $"The registry has no repository '{repository}'.",
            $"Create it: Initialize-EcrRepository {repository}",
            "RepositoryName",
            repository);

    private static (string? Code, string? Message) FirstError(string body)
    {
        try
        {
            var error = (JsonNode.Parse(body)?["errors"] as JsonArray)?.FirstOrDefault();
            return (error?["code"]?.GetValue<string>(), error?["message"]?.GetValue<string>());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is not null)
        {
            exception = exception.InnerException;
        }

        return exception;
    }
}
