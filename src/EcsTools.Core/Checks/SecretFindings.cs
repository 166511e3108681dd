using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Checks;

/// <summary>Checks that the execution role may read the secrets of a task definition.</summary>
internal sealed class SecretFindings(AwsConnection connection)
{
    private static readonly IReadOnlyDictionary<string, string> NoContext = new Dictionary<string, string>();

    public async Task<IReadOnlyList<AppFinding>> OfAsync(CheckedService service, CancellationToken cancellationToken)
    {
        if (service.RoleIsSetUp || TaskDefinitionDocument.Text(service.Document["executionRoleArn"]) is not { } role)
        {
            return [];
        }

        var findings = new List<AppFinding>();
        foreach (var secret in await new TaskRoles(connection).SecretsAsync(service.Document, cancellationToken).ConfigureAwait(false))
        {
            var action = secret.Contains(":ssm:") ? "ssm:GetParameters" : "secretsmanager:GetSecretValue";

            // The characters that Secrets Manager adds to a name are not known. Any six do.
            var resource = secret.EndsWith("-??????", StringComparison.Ordinal) ? secret.Substring(0, secret.Length - 6) + "AbCdEf" : secret;
            var denied = await connection.UnlessDeniedAsync(
                () => new PolicySimulation(connection).DeniedAsync(role, [action], [resource], NoContext, cancellationToken),
                [],
                "It was not checked whether the execution role may read the secrets").ConfigureAwait(false);
            if (denied is { Count: > 0 })
            {
                findings.Add(Denied(service, AwsArn.NameOf(role), secret, action));
            }
        }

        return findings;
    }

    private static AppFinding Denied(CheckedService service, string role, string secret, string action) => AppFinding.Error(
        service,
        FargateAppFindingCode.SecretDenied,
        secret,
        $"The execution role '{role}' does not allow {action} on {secret}, so the tasks do not start.",
        $"Allow {action} on it in a policy of the role.",
        $"Initialize-EcsRole TaskExecution -Name {role} -SecretArn '{secret}'");
}
