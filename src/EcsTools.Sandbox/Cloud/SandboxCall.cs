using System;
using System.Text.Json.Nodes;
using System.Threading;

namespace EcsTools.Sandbox.Cloud;

/// <summary>
/// One API call of any protocol. The input has the member names of the service model and is already checked against it.
/// Timestamps are epoch seconds (a number), blobs base64, in input and output alike; the protocol layer writes them as its wire form wants.
/// </summary>
internal sealed record SandboxCall(
    string Operation,
    JsonObject Input,
    string RequestId,
    SandboxPrincipal Principal,
    CancellationToken CancellationToken);

/// <summary>Who called, by the access key of the request's signature.</summary>
internal sealed record SandboxPrincipal(string AccountId, string Arn, string UserId, string AccessKeyId)
{
    /// <summary>Whether the credentials are temporary ones.</summary>
    public bool IsTemporary => AccessKeyId.StartsWith("ASIA", StringComparison.Ordinal);

    /// <summary>Whether temporary credentials were created with a code of an MFA device.</summary>
    public bool HasMfa { get; init; }

    /// <summary>Whether the credentials are those of GetSessionToken without MFA: temporary ones of a user or of the root.</summary>
    public bool IsOwnSession => IsTemporary && !HasMfa && Arn.IndexOf(":assumed-role/", StringComparison.Ordinal) < 0;

    /// <summary>The region that the request was signed for; empty if it was not signed.</summary>
    public string Region { get; init; } = "";
}
