using System;

namespace EcsTools.Aws;

/// <summary>
/// What the caller gave for account and region: the common parameters, with the names that AWS.Tools uses. Null means "not given".
/// docs/credentials.md says what applies then.
/// </summary>
public sealed record AwsConnectionRequest
{
    /// <summary>Region system name, such as <c>eu-west-1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Name of a profile in the shared credentials or config file.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file, if it is not the default one.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>Access key id.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret access key.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Session token, with temporary credentials.</summary>
    public string? SessionToken { get; init; }

    /// <summary>
    /// A credentials object from any load context (an <c>AWSCredentials</c> of AWS.Tools). It is read through its members, never by a cast.
    /// </summary>
    public object? Credential { get; init; }

    /// <summary>Endpoint that serves every API, such as the sandbox's.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Whether an endpoint on the network may be called over http, which is not encrypted.</summary>
    public bool AllowInsecureEndpoint { get; init; }

    /// <summary>
    /// The region of the session (<c>$StoredAWSRegion</c>). <see cref="Region"/> and the region of a named profile take precedence.
    /// </summary>
    public string? SessionRegion { get; init; }

    /// <summary>Asks a person for the code of an MFA device with the given serial number; null if nobody can be asked.</summary>
    public Func<string, string>? AskMfaCode { get; init; }

    /// <summary>The request as text, without secrets.</summary>
    public override string ToString() => $"Region={Region}, ProfileName={ProfileName}, AccessKey={AccessKey}, EndpointUrl={EndpointUrl}";
}
