using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;

namespace EcsTools.Identity;

/// <summary>Asks IAM what a user or role may do.</summary>
internal sealed class PolicySimulation(AwsConnection connection)
{
    /// <summary>The actions that are not allowed; null if the user or role does not exist.</summary>
    /// <param name="principal">ARN of the user or role.</param>
    /// <param name="actions">Actions, such as <c>ecs:RunTask</c>.</param>
    /// <param name="resources">ARNs that the actions work on; empty for any.</param>
    /// <param name="context">Values of condition keys that the calls have.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<string>?> DeniedAsync(
        string principal,
        IEnumerable<string> actions,
        IEnumerable<string> resources,
        IReadOnlyDictionary<string, string> context,
        CancellationToken cancellationToken)
    {
        var request = new SimulatePrincipalPolicyRequest
        {
            PolicySourceArn = principal,
            ActionNames = actions.ToList(),
            ResourceArns = resources.ToList(),
            ContextEntries = context.Select(entry => new ContextEntry
            {
                ContextKeyName = entry.Key,
                ContextKeyType = ContextKeyTypeEnum.String,
                ContextKeyValues = [entry.Value],
            }).ToList(),
        };
        var denied = new List<string>();
        try
        {
            do
            {
                var page = await connection.Iam.SimulatePrincipalPolicyAsync(request, cancellationToken).ConfigureAwait(false);
                denied.AddRange((page.EvaluationResults ?? []).Where(result => result.EvalDecision?.Value != "allowed")
                    .Select(result => result.EvalActionName));
                request.Marker = page.IsTruncated == true ? page.Marker : null;
            }
            while (!string.IsNullOrEmpty(request.Marker));
            return denied.Distinct().ToList();
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }
}
