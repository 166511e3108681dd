using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Identity;
using EcsTools.Models;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.TaskDefinitions;

/// <summary>Task definitions of one account and region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class FargateTaskDefinitions(AwsConnection connection)
{
    // Number of DescribeTaskDefinition calls at the same time: well within the 20 per second that ECS accepts.
    private const int Ahead = 8;

    private readonly TaskDefinitionReader _reader = new(connection);
    private readonly TaskRoles _roles = new(connection);
    private readonly LogGroups _logGroups = new(connection);
    private readonly PullSecrets _pullSecrets = new(connection);

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">The requested definition.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid.</exception>
    public async Task<TaskDefinitionPlan> PlanAsync(TaskDefinitionRequest request, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var document = await ReadAsync(request, warnings.Add, cancellationToken).ConfigureAwait(false);
        foreach (var group in LogGroupsOf(document, connection.Region))
        {
            LogGroups.Check(group, request.LogRetentionDays);
        }

        await _pullSecrets.RequireAsync(request.Sidecars ?? [], cancellationToken).ConfigureAwait(false);
        var rolePlan = await _roles.SettleAsync(document, request.Json is not null, request.CreatedRoleTags, cancellationToken)
            .ConfigureAwait(false);
        ToRequest(document);
        var current = await CurrentAsync(TaskDefinitionDocument.Text(document["family"])!, cancellationToken).ConfigureAwait(false);
        return new TaskDefinitionPlan(request, document)
        {
            Current = current is var (definition, tags) ? TaskDefinitionMapper.ToModel(definition, tags) : null,
            Differences = TaskDefinitionNormalForm.Differences(current is var (there, _) ? TaskDefinitionMapper.Document(there, null)
                : null, document),
            TagDifferences = current is var (_, thereTags) ? TagDifferences(document, thereTags) : [],
            RolePlan = rolePlan,
            SecretPlan = await _pullSecrets.PlanAsync(request, PullSecretOf(request, document), cancellationToken).ConfigureAwait(false),
            LogGroupsToMake = await MissingLogGroupsAsync(document, cancellationToken).ConfigureAwait(false),
            LogGroupsToKeep = await OtherRetentionsAsync(request, document, cancellationToken).ConfigureAwait(false),
            Warnings = warnings.Concat(Warnings(request, document)).ToList(),
        };
    }

    /// <summary>The definition of a request in the format of the API. Its execution role is only there if the request has one.</summary>
    internal async Task<JsonObject> ReadAsync(TaskDefinitionRequest request, Action<string> warn, CancellationToken cancellationToken)
    {
        var account = request.FillIn && TaskDefinitionPlaceholders.WantsAccount(request.Json)
            ? await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false) : null;
        return TaskDefinitionDocument.Build(request, connection.Region, account, warn);
    }

    /// <summary>The definition of a file as a command registers it, without the execution role that it then gets.</summary>
    internal Task<JsonObject> ReadFileAsync(string path, Action<string> warn, CancellationToken cancellationToken)
        => ReadAsync(
            new TaskDefinitionRequest { Json = TaskDefinitionFile.ReadText(path), JsonPath = path, FillIn = true }, warn, cancellationToken);

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FargateTaskDefinition> ApplyAsync(TaskDefinitionPlan plan, IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        await PrepareAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        if (plan.Registers)
        {
            var registered = await connection.Ecs.RegisterTaskDefinitionAsync(ToRequest(plan.Document), cancellationToken)
                .ConfigureAwait(false);
            return TaskDefinitionMapper.ToModel(registered.TaskDefinition, registered.Tags) with
            {
                Change = plan.Change,
                Differences = plan.Current is null ? [] : plan.Differences,
            };
        }

        return await TagAsync(plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Creates what a plan needs besides the definition itself: the execution role, the secret for the registry, and the log groups. Registers nothing.
    /// </summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task PrepareAsync(TaskDefinitionPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (plan.RolePlan is { } rolePlan)
        {
            var role = await new EcsRoles(connection).ApplyAsync(rolePlan, progress, cancellationToken).ConfigureAwait(false);
            plan.Document["executionRoleArn"] = role.RoleArn;
        }

        if (plan.SecretPlan is { } secretPlan)
        {
            await _pullSecrets.ApplyAsync(secretPlan, progress, cancellationToken).ConfigureAwait(false);
        }

        foreach (var group in plan.LogGroupsToMake)
        {
            progress?.Report(new OperationProgress(group, $"Created log group {group}", Level: ProgressLevel.Verbose));
            await _logGroups.EnsureAsync(group, plan.Request.LogRetentionDays, plan.Request.CreatedTags, cancellationToken).ConfigureAwait(false);
        }

        foreach (var group in plan.LogGroupsToKeep)
        {
            await _logGroups.SetRetentionAsync(group, plan.Request.LogRetentionDays, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds task definitions.</summary>
    /// <param name="names">Families with wildcards, <c>family:revision</c> or ARNs; null or empty for every family.</param>
    /// <param name="latest">Whether to return only the newest revision of each family.</param>
    /// <param name="status"><c>ACTIVE</c>, <c>INACTIVE</c> or <c>DELETE_IN_PROGRESS</c>.</param>
    /// <param name="missing">Called with each name without wildcards that matches nothing.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<FargateTaskDefinition> GetAsync(
        IReadOnlyList<string>? names,
        bool latest,
        string status,
        Action<EcsToolsException> missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in names is { Count: > 0 } ? names : ["*"])
        {
            var found = TaskDefinitionName.RevisionOf(name) is not null
                ? OneAsync(name, cancellationToken)
                : FamiliesAsync(AwsArn.NameOf(name), latest, new TaskDefinitionStatus(status), cancellationToken);
            var any = false;
            await foreach (var definition in found.ConfigureAwait(false))
            {
                any = true;
                yield return definition;
            }

            if (!any && !NamePattern.HasWildcard(name))
            {
                missing(await _reader.MissingAsync(name, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>A revision as JSON from which the same can be registered again.</summary>
    /// <param name="name">A family for its newest active revision, <c>family:revision</c> or an ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Its family, and the JSON.</returns>
    /// <exception cref="EcsToolsException">The revision does not exist.</exception>
    public async Task<(string Family, string Json)> ExportAsync(string name, CancellationToken cancellationToken)
        => await _reader.FindAsync(name, cancellationToken).ConfigureAwait(false) is var (definition, tags)
            ? (definition.Family, TaskDefinitionPlaceholders.Escape(TaskDefinitionMapper.ToModel(definition, tags).Json))
            : throw await _reader.MissingAsync(name, cancellationToken).ConfigureAwait(false);

    /// <summary>Names of active families.</summary>
    /// <param name="prefix">Start of the names, or null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public IAsyncEnumerable<string> FamilyNamesAsync(string? prefix, CancellationToken cancellationToken)
        => _reader.FamiliesAsync(prefix, TaskDefinitionFamilyStatus.ACTIVE, cancellationToken);

    private async IAsyncEnumerable<FargateTaskDefinition> OneAsync(string name,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await _reader.FindAsync(name, cancellationToken).ConfigureAwait(false) is var (definition, tags))
        {
            yield return TaskDefinitionMapper.ToModel(definition, tags);
        }
    }

    private async IAsyncEnumerable<FargateTaskDefinition> FamiliesAsync(
        string pattern, bool latest, TaskDefinitionStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = RevisionNamesAsync(new NamePattern(pattern), latest, status, cancellationToken)
            .SelectOrderedAsync(Ahead, name => _reader.FindAsync(name, cancellationToken, remember: false), cancellationToken);
        await foreach (var revision in found.ConfigureAwait(false))
        {
            if (revision is var (definition, tags))
            {
                yield return TaskDefinitionMapper.ToModel(definition, tags);
            }
        }
    }

    private async IAsyncEnumerable<string> RevisionNamesAsync(
        NamePattern pattern, bool latest, TaskDefinitionStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var familyStatus = status == TaskDefinitionStatus.ACTIVE ? TaskDefinitionFamilyStatus.ACTIVE : TaskDefinitionFamilyStatus.ALL;
        await foreach (var family in _reader.FamiliesAsync(pattern.Prefix(), familyStatus, cancellationToken).ConfigureAwait(false))
        {
            if (!pattern.Matches(family))
            {
                continue;
            }

            if (latest && status == TaskDefinitionStatus.ACTIVE)
            {
                // A family's name refers to its newest active revision. Nothing has to be listed, which halves the number of calls.
                yield return family;
                continue;
            }

            await foreach (var arn in _reader.RevisionsAsync(family, status, cancellationToken).ConfigureAwait(false))
            {
                yield return arn;
                if (latest)
                {
                    break;
                }
            }
        }
    }

    private static IEnumerable<string> Warnings(TaskDefinitionRequest request, JsonObject document)
    {
        foreach (var name in TaskDefinitionNormalForm.SensitiveVariables(document))
        {
            yield return $"The environment variable {name} looks like a secret, and everyone who can read the definition can read it. Keep "
                + $"it in Secrets Manager or Parameter Store and use -Secret @{{ {name} = '<ARN>' }}.";
        }

        var silent = (document["containerDefinitions"] as JsonArray ?? []).Where(container => container?["logConfiguration"] is null)
            .Select(container => TaskDefinitionDocument.Text(container?["name"])).ToList();
        if (request is { Json: not null, FillIn: true, NoLog: false } && silent.Count > 0)
        {
            yield return $"The output of {string.Join(", ", silent)} is not kept. Use -LogGroup or a logConfiguration in the file to keep "
                + "it, or -NoLog if you do not need it.";
        }

        if (request.EnvironmentFiles is { Count: > 0 } files)
        {
            yield return $"The execution role needs s3:GetObject on {string.Join(", ", files)} and s3:GetBucketLocation on its bucket. "
                + "EcsTools does not grant these permissions.";
        }
    }

    /// <summary>The secret that the request gives a container of the document; null if it gives none.</summary>
    private static string? PullSecretOf(TaskDefinitionRequest request, JsonObject document)
        => (document["containerDefinitions"] as JsonArray ?? [])
            .Where(container => request.PullSecret is not null || request.PullLogin is not null)
            .Select(container => (Secret: TaskDefinitionDocument.Text(container?["repositoryCredentials"]?["credentialsParameter"]),
                Own: PullSecrets.NameOf(request, TaskDefinitionDocument.Text(container?["image"]))))
            .FirstOrDefault(pair => pair.Secret is not null && pair.Secret == pair.Own).Secret;

    /// <summary>The newest active revision. The family's name alone finds it, and never an inactive one.</summary>
    private async Task<(TaskDefinition Definition, List<Tag> Tags)?> CurrentAsync(string family, CancellationToken cancellationToken)
        => await connection.UnlessDeniedAsync(
            () => _reader.FindAsync(family, cancellationToken),
            null,
            $"Task definition '{family}' was not compared with its newest revision, so a new one is registered")
            .ConfigureAwait(false) is var (definition, tags)
            && definition.Status == TaskDefinitionStatus.ACTIVE
            ? (definition, tags)
            : null;

    private static List<FieldChange> TagDifferences(JsonObject document, List<Tag> current)
        => (document["tags"] as JsonArray ?? [])
            .Select(tag => (Key: TaskDefinitionDocument.Text(tag?["key"]) ?? "", Value: TaskDefinitionDocument.Text(tag?["value"]) ?? ""))
            .Select(tag => (tag.Key, tag.Value, Before: current.Find(candidate => candidate.Key == tag.Key)?.Value))
            .Where(tag => tag.Before != tag.Value)
            .Select(tag => new FieldChange($"tags[{tag.Key}]", tag.Before, tag.Value))
            .ToList();

    private async Task<FargateTaskDefinition> TagAsync(TaskDefinitionPlan plan, CancellationToken cancellationToken)
    {
        var current = plan.Current!;
        if (plan.TagDifferences.Count == 0)
        {
            return current with { Change = plan.Change };
        }

        var tags = (ToRequest(plan.Document).Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        await connection.Ecs.TagResourceAsync(
            new TagResourceRequest { ResourceArn = current.TaskDefinitionArn, Tags = ClusterMapper.ToTags(tags) }, cancellationToken)
                .ConfigureAwait(false);
        foreach (var tag in current.Tags.Where(tag => !tags.ContainsKey(tag.Key)))
        {
            tags[tag.Key] = tag.Value;
        }

        return current with { Change = plan.Change, Tags = tags, Differences = plan.TagDifferences };
    }

    private async Task<List<string>> MissingLogGroupsAsync(JsonObject document, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var group in LogGroupsOf(document, connection.Region))
        {
            // A group that the caller may not look up is created, and found to exist if it does.
            if (await _logGroups.FindAsync(group, cancellationToken).ConfigureAwait(false) != true)
            {
                missing.Add(group);
            }
        }

        return missing;
    }

    private async Task<List<string>> OtherRetentionsAsync(TaskDefinitionRequest request, JsonObject document, CancellationToken cancellationToken)
    {
        var others = new List<string>();
        foreach (var group in request.SetsLogRetention ? LogGroupsOf(document, connection.Region) : [])
        {
            if (await _logGroups.ReadAsync(group, cancellationToken).ConfigureAwait(false) is { } found
                && (found.RetentionInDays ?? 0) != request.LogRetentionDays)
            {
                others.Add(group);
            }
        }

        return others;
    }

    /// <summary>Log groups of a region that the containers write to.</summary>
    internal static IEnumerable<string> LogGroupsOf(JsonObject document, string region)
        => (document["containerDefinitions"] as JsonArray ?? [])
            .Select(container => container?["logConfiguration"])
            .Where(log => TaskDefinitionDocument.Text(log?["logDriver"]) == "awslogs"
                && (TaskDefinitionDocument.Text(log?["options"]?["awslogs-region"]) ?? region) == region)
            .Select(log => TaskDefinitionDocument.Text(log?["options"]?["awslogs-group"]))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    private static RegisterTaskDefinitionRequest ToRequest(JsonObject document)
        => AwsModelJson.FromJson<RegisterTaskDefinitionRequest>(
            document,
            (path, problem) => new EcsToolsException(
                ErrorCodes.InvalidTaskDefinitionFile, $"The task definition's '{path}' {problem.Trim()}",
                    "Correct the file: it must be what 'aws ecs register-task-definition --cli-input-json' takes.", "Path", path));
}
