using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <content>Who may do what.</content>
internal sealed partial class IamService
{
    /// <summary>What was asked of callers' policies, if this is set: what a program does under other policies can be worked out from it.</summary>
    public ConcurrentQueue<PolicyQuestion>? Asked { get; set; }

    /// <summary>The decision of the caller's policies about an action on a resource. The root user is allowed everything.</summary>
    /// <param name="principal">Who calls.</param>
    /// <param name="action">Such as <c>ecs:RunTask</c>.</param>
    /// <param name="resource">An ARN, or an asterisk.</param>
    /// <param name="context">Values of condition keys in addition to those of the caller, or null.</param>
    public Verdict Judge(SandboxPrincipal principal, string action, string resource, Func<string, IReadOnlyList<string>?>? context = null)
    {
        Asked?.Enqueue(new PolicyQuestion(action, resource, key => CallerContext(principal, key) ?? context?.Invoke(key)));
        lock (_gate)
        {
            if (principal.Arn == RootArn)
            {
                return Verdict.Allowed;
            }

            var session = _state.Sessions.Find(candidate => candidate.Id == principal.AccessKeyId);
            return JudgeEntity(EntityOf(principal), session?.Policy, new PolicyQuestion(
                action, resource, key => CallerContext(principal, key) ?? context?.Invoke(key)));
        }
    }

    /// <summary>Refuses a caller whose policies do not allow iam:PassRole for the role and the service.</summary>
    /// <exception cref="AwsError">AccessDeniedException.</exception>
    public void RequirePassRole(SandboxPrincipal principal, string roleArn, string servicePrincipal)
    {
        var verdict = Judge(
            principal, "iam:PassRole", roleArn, key => key == "iam:PassedToService" ? new[] { servicePrincipal } : null);
        if (verdict != Verdict.Allowed)
        {
            throw new AwsError("AccessDeniedException", DenialOf(principal, "iam:PassRole", roleArn, verdict));
        }
    }

    /// <summary>Whether the role exists and its trust policy lets the service assume it.</summary>
    public bool Trusts(string roleArn, string servicePrincipal)
    {
        lock (_gate)
        {
            var role = _state.Roles.Find(candidate => candidate.Arn == roleArn);
            if (role is null)
            {
                return false;
            }

            var question = new PolicyQuestion(
                "sts:AssumeRole", "*", key => key == "aws:SourceAccount" ? new[] { SandboxCloud.AccountId } : null);
            bool IsAbout(PolicyStatement statement) => statement.PrincipalsOf("Service").Contains(servicePrincipal);
            return TrustVerdict(role, question, IsAbout) == Verdict.Allowed;
        }
    }

    /// <summary>Whether the policies of a role allow an action to a task or schedule that has the role.</summary>
    public bool RoleMay(string roleArn, string action, string resource, Func<string, IReadOnlyList<string>?>? context = null)
    {
        lock (_gate)
        {
            var role = _state.Roles.Find(candidate => candidate.Arn == roleArn);
            return role is not null
                && JudgeEntity(role, null, new PolicyQuestion(action, resource, key => context?.Invoke(key))) == Verdict.Allowed;
        }
    }

    /// <summary>A refusal with the text of AWS.</summary>
    public static string DenialOf(SandboxPrincipal principal, string action, string resource, Verdict verdict)
        => $"User: {principal.Arn} is not authorized to perform: {action} on resource: {resource} "
            + (verdict == Verdict.ExplicitDeny
                ? "with an explicit deny in an identity-based policy"
                : $"because no identity-based policy allows the {action} action");

    /// <summary>
    /// The role, if the caller is allowed to assume it: its trust policy names the caller, or it names the account and a policy of the caller
    /// allows it.
    /// </summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="caller">Who wants to assume it.</param>
    /// <param name="externalId">The external id of the request, or null.</param>
    /// <param name="sessionName">The session name of the request, or null.</param>
    internal IamRole? AssumableRole(string roleArn, SandboxPrincipal caller, string? externalId, string? sessionName)
    {
        lock (_gate)
        {
            var role = _state.Roles.Find(candidate => candidate.Arn == roleArn);
            if (role is null)
            {
                return null;
            }

            string[]? Context(string key) => key.ToLowerInvariant() switch
            {
                "sts:externalid" => externalId is null ? Array.Empty<string>() : new[] { externalId },
                "sts:rolesessionname" => sessionName is null ? Array.Empty<string>() : new[] { sessionName },
                _ => CallerContext(caller, key),
            };
            var question = new PolicyQuestion("sts:AssumeRole", roleArn, Context);
            var named = new[] { caller.Arn, EntityOf(caller)?.Arn ?? caller.Arn };
            var account = new[] { SandboxCloud.AccountId, RootArn, "*" };
            return TrustVerdict(role, question, statement => statement.PrincipalsOf("AWS").Any(named.Contains)) == Verdict.Allowed
                || (TrustVerdict(role, question, statement => statement.PrincipalsOf("AWS").Any(account.Contains)) == Verdict.Allowed
                    && Judge(caller, "sts:AssumeRole", roleArn, Context) == Verdict.Allowed)
                ? role
                : null;
        }
    }

    /// <summary>The role, if its trust policy names a federated principal.</summary>
    internal IamRole? FederatedRole(string roleArn)
    {
        lock (_gate)
        {
            var role = _state.Roles.Find(candidate => candidate.Arn == roleArn);
            var question = new PolicyQuestion("sts:AssumeRoleWithWebIdentity", roleArn, _ => null);
            return role is not null
                && TrustVerdict(role, question, statement => statement.PrincipalsOf("Federated").Count > 0) == Verdict.Allowed
                ? role
                : null;
        }
    }

    private static Verdict TrustVerdict(IamRole role, PolicyQuestion question, Func<PolicyStatement, bool> isAbout)
    {
        var statements = PolicyDocument.Read(role.TrustPolicy).Statements
            .Where(isAbout)
            .Where(statement => statement.Covers(question))
            .ToList();
        return statements.Exists(statement => !statement.IsAllow) ? Verdict.ExplicitDeny
            : statements.Count > 0 ? Verdict.Allowed
            : Verdict.ImplicitDeny;
    }

    private Verdict JudgeEntity(IamEntity? entity, string? sessionPolicy, PolicyQuestion question)
    {
        if (entity is null)
        {
            return Verdict.ImplicitDeny;
        }

        var own = entity.AttachedPolicies
            .Select(arn => Policy(arn).Document)
            .Concat(entity.InlinePolicies.Select(policy => policy.Document));
        var verdict = PolicyDocument.Judge(own.Select(PolicyDocument.Read), question);
        foreach (var limit in new[] { entity.PermissionsBoundary is { } arn ? Policy(arn).Document : null, sessionPolicy })
        {
            if (limit is not null && verdict == Verdict.Allowed)
            {
                verdict = PolicyDocument.Judge(new[] { PolicyDocument.Read(limit) }, question);
            }
        }

        return verdict;
    }

    private IamEntity? EntityOf(SandboxPrincipal principal)
    {
        var resource = principal.Arn.Split(new[] { ':' }, 6)[5].Split('/');
        return resource[0] switch
        {
            "user" => _state.Users.Find(user => user.Arn == principal.Arn),
            "assumed-role" => _state.Roles.Find(role => role.Name == resource[1]),
            _ => null,
        };
    }

    private string[]? CallerContext(SandboxPrincipal principal, string key) => key.ToLowerInvariant() switch
    {
        "aws:principalarn" => new[] { EntityOf(principal)?.Arn ?? principal.Arn },
        "aws:principalaccount" => new[] { principal.AccountId },
        "aws:userid" => new[] { principal.UserId },
        "aws:username" => EntityOf(principal) is IamUser user ? new[] { user.Name } : Array.Empty<string>(),
        "aws:requestedregion" => new[] { Cloud.Region },
        "aws:sourceip" => new[] { "127.0.0.1" },
        "aws:securetransport" => new[] { "true" },
        "aws:currenttime" => new[] { SandboxClock.MachineNow.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        "aws:epochtime" => new[] { SandboxClock.MachineNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
        "aws:multifactorauthpresent" => principal.IsTemporary ? new[] { "false" } : Array.Empty<string>(),
        _ => null,
    };

    private JsonObject SimulatePrincipalPolicy(JsonObject input)
    {
        var arn = input.Text("PolicySourceArn")!;
        var entity = _state.Users.Cast<IamEntity>().Concat(_state.Roles).FirstOrDefault(candidate => candidate.Arn == arn)
            ?? throw NoSuch($"The entity {arn} cannot be found.");
        var given = input.Objects("ContextEntries").ToDictionary(
            entry => entry.Text("ContextKeyName") ?? "", entry => entry.Texts("ContextKeyValues"), StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<string>? Context(string key) => given.TryGetValue(key, out var values) ? values : Array.Empty<string>();
        var resources = input.Texts("ResourceArns").DefaultIfEmpty("*").ToList();
        var questions = input.Texts("ActionNames")
            .SelectMany(action => resources.Select(resource => new PolicyQuestion(action, resource, Context)))
            .ToList();
        return List(input, "EvaluationResults", questions, question => question.Action + " " + question.Resource, question => new JsonObject
        {
            ["EvalActionName"] = question.Action,
            ["EvalResourceName"] = question.Resource,
            ["EvalDecision"] = JudgeEntity(entity, null, question) switch
            {
                Verdict.Allowed => "allowed",
                Verdict.ExplicitDeny => "explicitDeny",
                _ => "implicitDeny",
            },
            ["MatchedStatements"] = new JsonArray(),
            ["MissingContextValues"] = new JsonArray(),
        });
    }
}
