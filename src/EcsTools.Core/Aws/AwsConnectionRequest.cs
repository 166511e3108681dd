using System;

namespace EcsTools.Aws;

/// <summary>
/// What a caller said about account and region: the common parameters, in the names AWS.Tools gives them.
/// Null means "not said"; the order of what then applies is in docs/credentials.md.
/// </summary>
public sealed record AwsConnectionRequest
{
    /// <summary>Region system name, such as <c>eu-west-1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Name of a profile in the shared credentials or config file.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file, where it is not the default one.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>Access key id.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret access key.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Session token, with temporary credentials.</summary>
    public string? SessionToken { get; init; }

    /// <summary>
    /// A credentials object of any load context (AWS.Tools' <c>AWSCredentials</c>): read by its members, never by a cast.
    /// </summary>
    public object? Credential { get; init; }

    /// <summary>Endpoint that serves every API called, such as the sandbox's.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>The region of the session (<c>$StoredAWSRegion</c>), which gives way to <see cref="Region"/> and to a named profile's.</summary>
    public string? SessionRegion { get; init; }

    /// <summary>Asks a person for the code of an MFA device, whose serial number it is given; null if nobody can be asked.</summary>
    public Func<string, string>? AskMfaCode { get; init; }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => $"Region={Region}, ProfileName={ProfileName}, AccessKey={AccessKey}, EndpointUrl={EndpointUrl}";
}
