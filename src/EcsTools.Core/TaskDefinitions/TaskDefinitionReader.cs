using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>Reads task definitions. A revision never changes, so each one is read by its ARN only once.</summary>
internal sealed class TaskDefinitionReader(AwsConnection connection)
{
    private readonly ConcurrentDictionary<string, (TaskDefinition Definition, List<Tag> Tags)> _known = new(StringComparer.Ordinal);

    /// <summary>The revision from an ARN, <c>family:revision</c> or a family (its newest active one); null if it does not exist.</summary>
    /// <param name="name">Name of the task definition.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="remember">Whether to remember the revision. Not useful for lists of an account, which are long.</param>
    public async Task<(TaskDefinition Definition, List<Tag> Tags)?> FindAsync(
        string name, CancellationToken cancellationToken, bool remember = true)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        try
        {
            var response = await connection.Ecs.DescribeTaskDefinitionAsync(
                new DescribeTaskDefinitionRequest { TaskDefinition = name, Include = [TaskDefinitionField.TAGS] }, cancellationToken)
                    .ConfigureAwait(false);
            var found = (response.TaskDefinition, response.Tags ?? []);
            return remember && AwsArn.Is(name) && name.LastIndexOf(':') > name.LastIndexOf('/') ? _known.GetOrAdd(name, found) : found;
        }
        catch (ClientException problem) when (problem.Message?.IndexOf(
            "Unable to describe task definition", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            // ECS has no separate error code for this.
            return null;
        }
    }

    /// <summary>Like <see cref="FindAsync"/>, but the revision must exist and be able to run on Fargate.</summary>
    public async Task<TaskDefinition> RequireAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is not var (definition, _))
        {
            throw await MissingAsync(name, cancellationToken).ConfigureAwait(false);
        }

        if (definition.Status == TaskDefinitionStatus.INACTIVE || definition.Status == TaskDefinitionStatus.DELETE_IN_PROGRESS)
        {
            throw new EcsToolsException(
                ErrorCodes.TaskDefinitionInactive,
                $"Task definition '{definition.Family}:{definition.Revision}' was deregistered.",
                $"Use -TaskDefinition {definition.Family} for its newest active revision, or register it again: "
                    + $"Get-FargateTaskDefinition {definition.Family}:{definition.Revision} | Register-FargateTask",
                "TaskDefinition",
                name);
        }

        if (definition.Compatibilities is { Count: > 0 } compatible && !compatible.Contains("FARGATE"))
        {
            throw new EcsToolsException(
                ErrorCodes.TaskDefinitionNotForFargate,
                $"Task definition '{definition.Family}:{definition.Revision}' is for {string.Join(", ", compatible)}, not for Fargate.",
                $"Register one for Fargate: Register-FargateTask {definition.Family} -ImageUri <image>",
                "TaskDefinition",
                name);
        }

        return definition;
    }

    /// <summary>Names of the families with a prefix.</summary>
    public async IAsyncEnumerable<string> FamiliesAsync(
        string? prefix, TaskDefinitionFamilyStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListTaskDefinitionFamiliesRequest
        {
            FamilyPrefix = string.IsNullOrEmpty(prefix) ? null : prefix,
            Status = status,
            MaxResults = 100,
        };
        do
        {
            var page = await connection.Ecs.ListTaskDefinitionFamiliesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var family in page.Families ?? [])
            {
                yield return family;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    /// <summary>ARNs of a family's revisions, newest first.</summary>
    public async IAsyncEnumerable<string> RevisionsAsync(
        string family, TaskDefinitionStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListTaskDefinitionsRequest { FamilyPrefix = family, Status = status, Sort = SortOrder.DESC, MaxResults = 100 };
        do
        {
            var page = await connection.Ecs.ListTaskDefinitionsAsync(request, cancellationToken).ConfigureAwait(false);

            // The prefix also finds other families.
            foreach (var arn in (page.TaskDefinitionArns ?? []).Where(arn => TaskDefinitionName.FamilyOf(arn) == family))
            {
                yield return arn;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    public async Task<EcsToolsException> MissingAsync(string name, CancellationToken cancellationToken)
    {
        var families = new List<string>();
        await foreach (var family in FamiliesAsync(null, TaskDefinitionFamilyStatus.ACTIVE, cancellationToken).ConfigureAwait(false))
        {
            families.Add(family);
        }

        var wanted = TaskDefinitionName.FamilyOf(name);
        var hint = families.Contains(wanted, StringComparer.Ordinal)
            ? $"Leave out the revision to use the family's newest one: -TaskDefinition {wanted}."
            : NearestNames.Suggest(wanted, families, $"Register it first: Register-FargateTask {wanted} -ImageUri <image>");
        return new EcsToolsException(
            ErrorCodes.TaskDefinitionNotFound, $"There is no task definition '{name}' in "
                + $"{connection.Region}.", hint, "TaskDefinition", name);
    }
}
