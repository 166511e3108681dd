using System;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>
/// A key that signs requests: of the root user, of a user, or of a session. It is valid once it has reached every part of AWS.
/// Temporary keys expire, and each request must contain their session token.
/// </summary>
internal sealed record AccessKey(
    string Id,
    string Secret,
    SandboxPrincipal Principal,
    DateTimeOffset GoodFrom,
    string? SessionToken = null,
    DateTimeOffset? Expires = null)
{
    /// <summary>The text of the record must not contain its secrets.</summary>
    public override string ToString() => Id;
}
