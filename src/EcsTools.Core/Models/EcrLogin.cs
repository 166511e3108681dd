using System;
using System.Security;

namespace EcsTools.Models;

/// <summary>A registry that Docker is logged in to. <see cref="CredentialStore"/> says where the password is stored; it is not here.</summary>
public sealed record EcrLogin
{
    /// <summary>Host of the registry as it appears in image names, such as <c>123456789012.dkr.ecr.eu-west-1.amazonaws.com</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>The user name: <c>AWS</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>When the token expires, in UTC: twelve hours after it was issued.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// Where the token is stored: <c>auths</c> for Docker's configuration file itself, or <c>helper:</c> and the name of a credential
    /// helper.
    /// </summary>
    public required string CredentialStore { get; init; }

    /// <summary>Full path of Docker's configuration file.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>Region of the registry; null for ECR Public, which has no region.</summary>
    public string? Region { get; init; }
}

/// <summary>User name and password for a registry. They are not stored anywhere.</summary>
public sealed record EcrLoginCredential
{
    /// <summary>Host of the registry.</summary>
    public required string Registry { get; init; }

    /// <summary>The user name: <c>AWS</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>The password.</summary>
    public required SecureString Password { get; init; }

    /// <summary>When the password expires, in UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
