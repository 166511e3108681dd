using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Identity;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>What to do to bring a family's newest revision to the requested state. Nothing has changed yet.</summary>
public sealed class TaskDefinitionPlan
{
    internal TaskDefinitionPlan(TaskDefinitionRequest request, JsonObject document)
    {
        Request = request;
        Document = document;
    }

    /// <summary>The request.</summary>
    public TaskDefinitionRequest Request { get; }

    /// <summary>The family.</summary>
    public string Family => TaskDefinitionDocument.Text(Document["family"])!;

    /// <summary>The newest active revision; null if there is none.</summary>
    public FargateTaskDefinition? Current { get; internal init; }

    /// <summary>How the request differs from it; everything for a new family.</summary>
    public IReadOnlyList<FieldChange> Differences { get; internal init; } = [];

    /// <summary>Tags that differ. They can be changed without a new revision.</summary>
    public IReadOnlyList<FieldChange> TagDifferences { get; internal init; } = [];

    /// <summary>What to do for the execution role; empty if nothing.</summary>
    public IReadOnlyList<EcsPlanStep> RoleSteps => RolePlan?.Steps ?? [];

    /// <summary>What to do for the secret with the credential of the registry; empty if nothing.</summary>
    public IReadOnlyList<EcsPlanStep> SecretSteps => SecretPlan is { } plan ? [plan.Step] : [];

    /// <summary>Log groups to create.</summary>
    public IReadOnlyList<string> LogGroupsToMake { get; internal init; } = [];

    /// <summary>Log groups that exist and get another retention.</summary>
    public IReadOnlyList<string> LogGroupsToKeep { get; internal init; } = [];

    /// <summary>What to do before the definition is registered.</summary>
    public IEnumerable<EcsPlanStep> PreparationSteps => RoleSteps
        .Concat(SecretSteps)
        .Concat(LogGroupsToMake.Select(group => EcsPlanStep.Of(EcsPlanAction.Create, "LogGroup", group, $"create log group {group}")))
        .Concat(LogGroupsToKeep.Select(group => EcsPlanStep.Of(
            EcsPlanAction.Update,
            "LogGroup",
            group,
            $"keep the lines of log group {group} " + (Request.LogRetentionDays == 0 ? "for ever" : $"for {Request.LogRetentionDays} days"))));

    /// <summary>Warnings.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>Whether a revision will be registered.</summary>
    public bool Registers => Current is null || Differences.Count > 0 || Request.Force;

    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Current is null ? ChangeStatus.Created
        : Registers || TagDifferences.Count > 0 ? ChangeStatus.Updated
        : ChangeStatus.Unchanged;

    /// <summary>Whether there is anything to do.</summary>
    public bool IsNeeded => Change != ChangeStatus.Unchanged || PreparationSteps.Any();

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => new()
    {
        Action = !IsNeeded ? EcsPlanAction.None : Current is null ? EcsPlanAction.Create : EcsPlanAction.Update,
        ResourceType = "TaskDefinition",
        ResourceName = Family,
        Region = region,
        Title = !Registers ? $"Create what is missing for task definition '{Current!.TaskDefinition}' in {region}"
            : Current is null ? $"Register task definition '{Family}:1' in {region}"
            : $"Register a new revision after '{Current.TaskDefinition}' in {region}",
        Steps = PreparationSteps.Concat(EcsPlanStep.Of(
            Differences.Concat(TagDifferences), Current is null ? EcsPlanAction.Create : EcsPlanAction.Update, "TaskDefinition", Family)),
    };

    internal EcsRolePlan? RolePlan { get; init; }

    internal PullSecretPlan? SecretPlan { get; init; }

    /// <summary>The definition, without the execution role if that has yet to be created.</summary>
    internal JsonObject Document { get; }
}
