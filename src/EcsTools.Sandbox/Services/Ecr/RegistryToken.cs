using System;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>A password of the registry's user, and when it ends.</summary>
internal sealed class RegistryToken
{
    public RegistryToken(string password, DateTimeOffset expiresAt)
    {
        Password = password;
        ExpiresAt = expiresAt;
    }

    /// <summary>For the user <c>AWS</c>. Not a record, whose text would show it.</summary>
    public string Password { get; }

    public DateTimeOffset ExpiresAt { get; }
}
