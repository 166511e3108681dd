using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>What to do to bring a repository to its requested state. Nothing has changed yet.</summary>
/// <param name="Request">The request.</param>
/// <param name="Current">The repository as it is; null if it does not exist.</param>
/// <param name="Differences">What will change; everything that is requested, for a new repository.</param>
public sealed record RepositoryPlan(InitializeRepositoryRequest Request, EcrRepository? Current, IReadOnlyList<FieldChange> Differences)
{
    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Current is null ? ChangeStatus.Created
        : Differences.Count > 0 ? ChangeStatus.Updated
        : ChangeStatus.Unchanged;

    /// <summary>What will change.</summary>
    public IEnumerable<EcsPlanStep> Steps => EcsPlanStep.Of(Differences, EcsPlanAction.From(Change), "Repository", Request.RepositoryName);

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => new()
    {
        Action = EcsPlanAction.From(Change),
        ResourceType = "Repository",
        ResourceName = Request.RepositoryName,
        Region = region,
        Title = $"{(Current is null ? "Create" : "Update")} ECR repository '{Request.RepositoryName}' in {region}",
        Steps = Steps,
    };
}
