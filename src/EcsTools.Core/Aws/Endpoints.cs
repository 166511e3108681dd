using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>
/// Decides whether the endpoints of a connection may be called. Answers of AWS carry secrets, such as a new access key or a registry token. So does the
/// header with a session token. Nothing of that goes over a network without encryption unless the user allows it.
/// </summary>
internal static class Endpoints
{
    private const string Everything = "AWS_ENDPOINT_URL";

    /// <summary>The services with which the SDK itself gets credentials. Their variables hold also with -EndpointUrl.</summary>
    private static readonly string[] OfCredentials = ["STS", "SSO", "SSO_OIDC", "SIGNIN"];

    /// <summary>The services that are called. Source: "Service-specific endpoints" in the AWS SDKs and Tools Reference Guide.</summary>
    private static readonly string[] OfServices =
    [
        "APPLICATION_AUTO_SCALING", "CLOUDWATCH_LOGS", "EC2", "ECR", "ECR_PUBLIC", "ECS", "EVENTBRIDGE", "IAM", "SCHEDULER",
    ];

    /// <summary>Checks the endpoints of a connection before anything is sent.</summary>
    /// <param name="endpointUrl">The endpoint for every API, or null.</param>
    /// <param name="profile">The profile that names this endpoint; null if -EndpointUrl does.</param>
    /// <param name="allowInsecure">Whether an endpoint on the network may be called without encryption.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>The endpoints that are not encrypted, if they are allowed.</returns>
    /// <exception cref="EcsToolsException">InvalidEndpointUrl, InsecureEndpoint.</exception>
    public static IReadOnlyList<string> Check(string? endpointUrl, string? profile, bool allowInsecure, Func<string, string?> environment)
    {
        var given = new List<(string Source, string Url)>();
        if (endpointUrl is not null)
        {
            given.Add((profile is null ? "-EndpointUrl" : $"The endpoint_url of profile '{profile}',", endpointUrl));
        }

        if (!string.Equals(environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
        {
            var names = OfCredentials.Concat(endpointUrl is null ? OfServices : []).Select(service => $"{Everything}_{service}");
            foreach (var name in endpointUrl is null ? names.Prepend(Everything) : names)
            {
                if (environment(name) is { } url && !string.IsNullOrWhiteSpace(url))
                {
                    given.Add(($"The environment variable {name},", url));
                }
            }
        }

        foreach (var (source, url) in given)
        {
            Require(source, url, allowInsecure);
        }

        return given.Select(one => one.Url).Where(url => !WebAddress.IsConfidential(new Uri(url))).Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>Checks the endpoint that a client calls, wherever it is configured, such as in a section 'services' of the config file.</summary>
    /// <exception cref="EcsToolsException">InvalidEndpointUrl, InsecureEndpoint.</exception>
    public static void Check(ClientConfig client, bool allowInsecure)
    {
        // A server must not send signed requests on to another one.
        client.AllowAutoRedirect = false;
        if (client.ServiceURL is { } url)
        {
            Require($"The endpoint of {client.RegionEndpointServiceName}, as configured,", url, allowInsecure);
        }
    }

    private static void Require(string source, string url, bool allowInsecure)
    {
        var name = source.TrimEnd(',');
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidEndpointUrl,
                $"{name} '{UntrustedText.Sanitize(url)}' is not an http or https address.",
                "Give the whole address, such as http://127.0.0.1:5005, or leave out the endpoint to call AWS.",
                "EndpointUrl",
                url);
        }

        if (!allowInsecure && !WebAddress.IsConfidential(address))
        {
            throw new EcsToolsException(
                ErrorCodes.InsecureEndpoint,
                $"{source} {WebAddress.Origin(address)}: its connections are not encrypted, so everybody on the network can read the keys and tokens in them.",
                "Use an https address, or a tunnel to a port of this machine. If you trust the network, add -AllowInsecureEndpoint.",
                "EndpointUrl",
                WebAddress.Origin(address));
        }
    }
}
