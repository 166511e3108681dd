using System;
using System.Management.Automation;
using EcsTools.Aws;
using EcsTools.Commands.Sandbox;
using EcsTools.Models;

namespace EcsTools.Pipeline;

/// <summary>
/// Adds what the session knows to the given account and region: the sandbox that was started in the session, then the credentials and
/// region that the AWS Tools for PowerShell keep in variables.
/// </summary>
internal static class SessionConnection
{
    /// <summary>The request to connect with, and a line to show to the user once.</summary>
    internal readonly record struct Resolved(AwsConnectionRequest Request, string? Notice);

    /// <param name="given">The values of the common parameters.</param>
    /// <param name="variable">Reads a variable of the session.</param>
    /// <param name="notice">Whether a person will read the line.</param>
    public static Resolved Resolve(AwsConnectionRequest given, Func<string, object?> variable, bool notice = true)
    {
        given = Unwrap(given);
        if (SandboxSession.Current is { } sandbox && MeansSandbox(given, sandbox))
        {
            if (given.Region is { Length: > 0 } region && region != sandbox.Region)
            {
                throw OtherRegion(region, sandbox.Region);
            }

            var said = notice ? SandboxSession.NoticeOnce() : null;
            var request = new AwsConnectionRequest { Region = sandbox.Region, EndpointUrl = sandbox.EndpointUrl };
            return ProfileInSandbox(sandbox) is { } profile
                ? new(request with { ProfileName = profile, AskMfaCode = given.AskMfaCode }, said)
                : new(request with { AccessKey = sandbox.AccessKey, SecretKey = sandbox.SecretKey }, said);
        }

        var stored = NamesCredentials(given) ? null : Value(variable("StoredAWSCredentials"));
        return new(given with { Credential = given.Credential ?? stored, SessionRegion = RegionName(Value(variable("StoredAWSRegion"))) }, null);
    }

    private static bool NamesCredentials(AwsConnectionRequest given)
        => (given.ProfileName ?? given.AccessKey ?? given.SecretKey ?? given.SessionToken ?? given.Credential) is not null;

    private static bool MeansSandbox(AwsConnectionRequest given, Models.EcsSandbox sandbox)
        => !NamesCredentials(given) && (given.EndpointUrl is null || given.EndpointUrl.TrimEnd('/') == sandbox.EndpointUrl.TrimEnd('/'));

    // AWS_PROFILE of a person's own account must not take a session with a sandbox to AWS. A profile whose key is of this sandbox is meant.
    private static string? ProfileInSandbox(Models.EcsSandbox sandbox)
        => Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } profile
            && AwsConnections.ProfileEndpoint(profile)?.TrimEnd('/') == sandbox.EndpointUrl.TrimEnd('/')
                ? profile
                : null;

    // The PSCredential is split here because Core does not depend on PowerShell.
    private static AwsConnectionRequest Unwrap(AwsConnectionRequest given)
    {
        if (given.Credential is not PSCredential credential)
        {
            return given;
        }

        var keys = credential.GetNetworkCredential();
        return given with { Credential = null, AccessKey = keys.UserName, SecretKey = keys.Password };
    }

    private static object? Value(object? variable) => variable is PSObject wrapped ? wrapped.BaseObject : variable;

    private static string? RegionName(object? stored)
        => stored as string ?? stored?.GetType().GetProperty("SystemName")?.GetValue(stored) as string;

    private static EcsToolsException OtherRegion(string asked, string served)
        => new(
            ErrorCodes.SandboxRegion,
            $"-Region {asked}: the sandbox of this session serves {served} only.",
            "Leave out -Region, start the sandbox with this region (Stop-EcsSandbox, Start-EcsSandbox -Region " + asked
                + "), or name the AWS account that is meant (-ProfileName).",
            "Region",
            asked);
}
