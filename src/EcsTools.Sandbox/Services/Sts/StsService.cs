using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Services.Sts;

/// <summary>Who calls, and temporary credentials.</summary>
internal sealed class StsService : SandboxService
{
    private static readonly Regex RoleArn = new(@"\Aarn:aws[a-z-]*:iam::\d{12}:role/.+\z", RegexOptions.CultureInvariant);

    public StsService(SandboxCloud cloud)
        : base("AWSSDK.SecurityToken", cloud)
    {
        Serve("GetCallerIdentity", GetCallerIdentity);
        Serve("GetSessionToken", GetSessionToken);
        Serve("AssumeRole", AssumeRole);
        Serve("AssumeRoleWithWebIdentity", AssumeRoleWithWebIdentity);
    }

    private IamService Iam => Cloud.Service<IamService>();

    private static JsonObject GetCallerIdentity(SandboxCall call) => new()
    {
        ["UserId"] = call.Principal.UserId,
        ["Account"] = call.Principal.AccountId,
        ["Arn"] = call.Principal.Arn,
    };

    private JsonObject GetSessionToken(SandboxCall call)
    {
        if (call.Principal.IsTemporary)
        {
            throw new AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
        }

        // The sandbox has no MFA devices, so no code is right.
        if (call.Input.Text("SerialNumber") is not null || call.Input.Text("TokenCode") is not null)
        {
            throw new AwsError("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", 403);
        }

        var seconds = call.Input.Integer("DurationSeconds") ?? 43200;
        if (call.Principal.Arn == IamService.RootArn)
        {
            // A session of the root is never longer. A longer duration is not an error.
            seconds = Math.Min(seconds, 3600);
        }

        var session = Iam.AddSession(call.Principal.Arn, call.Principal.UserId, seconds, policy: null);
        return new JsonObject { ["Credentials"] = Describe(session) };
    }

    private JsonObject AssumeRole(SandboxCall call)
    {
        var arn = RoleOf(call.Input);
        if (call.Principal.Arn == IamService.RootArn)
        {
            throw new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", 403);
        }

        var role = Iam.AssumableRole(arn, call.Principal, call.Input.Text("ExternalId"), call.Input.Text("RoleSessionName"))
            ?? throw new AwsError(
                "AccessDenied", $"User: {call.Principal.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);
        return Assumed(call.Input, role, call.Principal.IsTemporary ? 3600 : role.MaxSessionDuration);
    }

    private JsonObject AssumeRoleWithWebIdentity(SandboxCall call)
    {
        var subject = Subject(call.Input.Text("WebIdentityToken")!)
            ?? throw new AwsError(
                "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        var role = Iam.FederatedRole(RoleOf(call.Input))
            ?? throw new AwsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
        var output = Assumed(call.Input, role, role.MaxSessionDuration);
        output["SubjectFromWebIdentityToken"] = subject;
        return output;
    }

    private static string RoleOf(JsonObject input)
        => input.Text("RoleArn") is { } arn && RoleArn.IsMatch(arn) ? arn : throw new AwsError("ValidationError", "Request ARN is invalid");

    private JsonObject Assumed(JsonObject input, IamRole role, long longest)
    {
        var seconds = input.Integer("DurationSeconds") ?? 3600;
        if (seconds > longest)
        {
            throw new AwsError(
                "ValidationError",
                longest < role.MaxSessionDuration
                    ? "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
                    : "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var policy = input.Text("Policy");
        if (policy is not null)
        {
            IdentityPolicyRules.Check(policy, isManaged: false);
        }

        var name = input.Text("RoleSessionName")!;
        var arn = $"arn:aws:sts::{SandboxCloud.AccountId}:assumed-role/{role.Name}/{name}";
        var session = Iam.AddSession(arn, role.Id + ":" + name, seconds, policy);
        return new JsonObject
        {
            ["Credentials"] = Describe(session),
            ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = session.UserId, ["Arn"] = arn },
        };
    }

    private static JsonObject Describe(StoredSession session) => new()
    {
        ["AccessKeyId"] = session.Id,
        ["SecretAccessKey"] = session.Secret,
        ["SessionToken"] = session.Token,
        ["Expiration"] = session.Expires,
    };

    /// <summary>The subject of a JSON web token, or null. Its signature is not proved: the sandbox knows no identity provider.</summary>
    private static string? Subject(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            var body = parts[1].Replace('-', '+').Replace('_', '/');
            return (JsonText.Parse(Convert.FromBase64String(body.PadRight((body.Length + 3) / 4 * 4, '='))) as JsonObject)?.Text("sub");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
