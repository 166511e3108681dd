using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.SecurityToken.Model;
using EcsTools.Apps.Findings;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;

namespace EcsTools.Apps.Preflight;

/// <summary>Asks IAM whether the caller may make the calls of a publication.</summary>
internal sealed class CallerFindings(AwsConnection connection)
{
    private const string User = ":user/";
    private const string Session = ":assumed-role/";

    // What the calls of a publication have in the conditions of policies.
    private static readonly Dictionary<string, string> Context = new(StringComparer.Ordinal)
    {
        ["iam:PassedToService"] = "ecs-tasks.amazonaws.com",
        ["application-autoscaling:service-namespace"] = "ecs",
    };

    public async Task<IReadOnlyList<AppFinding>> OfAsync(AppPlan plan, CancellationToken cancellationToken)
    {
        var identity = await connection.Sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
        if (Principal(identity.Arn) is not { } principal)
        {
            return [];
        }

        var denied = await connection.UnlessDeniedAsync(
            () => DeniedAsync(plan, principal, identity.Account, cancellationToken), [], "It was not checked whether the caller may publish the app")
            .ConfigureAwait(false);
        return denied.GroupBy(action => DeployerPermissions.CommandFor(new AccessDenial(action, null, identity.Arn)))
            .Select(group => Finding(AwsArn.NameOf(principal), group.Key, group.OrderBy(action => action, StringComparer.Ordinal).ToList())).ToList();
    }

    private static AppFinding Finding(string name, string? command, IReadOnlyList<string> actions) => new(
        FargateAppFindingCode.CallerLacksPermission,
        FargateAppFindingSeverity.Error,
        null,
        name,
        $"'{name}' may not call {string.Join(", ", actions)}, which publishing this app needs.",
        command is null ? "Ask an administrator for these permissions." : "Let an administrator give the permissions to the deployer.",
        command);

    private async Task<IReadOnlyList<string>> DeniedAsync(AppPlan plan, string principal, string account, CancellationToken cancellationToken)
    {
        var simulation = new PolicySimulation(connection);
        var denied = new List<string>();
        foreach (var calls in NeededCalls.Of(plan, AwsPartition.FromRegion(connection.Region), connection.Region, account))
        {
            denied.AddRange(await simulation.DeniedAsync(principal, calls.Actions, calls.Resources, Context, cancellationToken).ConfigureAwait(false) ?? []);
        }

        return denied.Distinct().ToList();
    }

    /// <summary>The user, or the role of a session; null for the root user, who may do everything.</summary>
    private static string? Principal(string arn)
    {
        if (arn.Contains(User))
        {
            return arn;
        }

        // The name of a session does not tell the path of its role. A role with a path is then not found, and not checked.
        var at = arn.IndexOf(Session, StringComparison.Ordinal);
        return at < 0 ? null
            : arn.Substring(0, at).Replace(":sts:", ":iam:") + ":role/" + arn.Substring(at + Session.Length).Split('/')[0];
    }
}
