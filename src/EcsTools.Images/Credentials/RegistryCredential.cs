namespace EcsTools.Images.Credentials;

/// <summary>A user name and a secret for one registry.</summary>
public sealed record RegistryCredential
{
    /// <summary>Host and port as in image names, such as <c>123456789012.dkr.ecr.eu-west-1.amazonaws.com</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>User name; <c>AWS</c> for ECR.</summary>
    public required string UserName { get; init; }

    /// <summary>The secret. Never printed.</summary>
    public required string Password { get; init; }

    /// <summary>True if the secret is not a password but a token, which the registry exchanges for another token.</summary>
    public bool IsIdentityToken { get; init; }

    /// <summary>Returns a text without the secret.</summary>
    public override string ToString() => $"{UserName}@{Registry}";
}

/// <summary>Where a credential was stored.</summary>
public sealed record CredentialPlacement
{
    /// <summary>The registry that the credential is for.</summary>
    public required string Registry { get; init; }

    /// <summary><c>auths</c> for the configuration file itself, or <c>helper:</c> followed by the helper's name.</summary>
    public required string CredentialStore { get; init; }

    /// <summary>Full path of Docker's config.json.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>A warning about this place for the user, or null.</summary>
    public string? Warning { get; init; }
}
