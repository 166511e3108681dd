namespace EcsTools.Images.Credentials;

/// <summary>A user and a secret for one registry.</summary>
public sealed record RegistryCredential
{
    /// <summary>Host and port as image names carry them, such as <c>123456789012.dkr.ecr.eu-west-1.amazonaws.com</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>User name; <c>AWS</c> for ECR.</summary>
    public required string UserName { get; init; }

    /// <summary>The secret. Never printed.</summary>
    public required string Password { get; init; }

    /// <summary>True where the secret is a token the registry changes for another, rather than a password.</summary>
    public bool IsIdentityToken { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{UserName}@{Registry}";
}

/// <summary>Where a credential was put.</summary>
public sealed record CredentialPlacement
{
    /// <summary>The registry it is for.</summary>
    public required string Registry { get; init; }

    /// <summary><c>auths</c> for the configuration file itself, or <c>helper:</c> and the helper's name.</summary>
    public required string CredentialStore { get; init; }

    /// <summary>Full path of Docker's config.json.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>What the user should know of the place, or null.</summary>
    public string? Warning { get; init; }
}
