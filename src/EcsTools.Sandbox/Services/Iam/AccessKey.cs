using System;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>
/// A key that signs requests: of the root, of a user, or of a session. It is good from when it has reached every part of AWS;
/// temporary ones come with a session token, which each request must carry, and expire.
/// </summary>
internal sealed record AccessKey(
    string Id,
    string Secret,
    SandboxPrincipal Principal,
    DateTimeOffset GoodFrom,
    string? SessionToken = null,
    DateTimeOffset? Expires = null)
{
    /// <summary>Whatever shows a record must not show its secrets.</summary>
    public override string ToString() => Id;
}
