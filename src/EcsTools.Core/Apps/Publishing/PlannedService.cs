using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Findings;

namespace EcsTools.Apps.Publishing;

/// <summary>A planned service as the checks see it, as far as that is known without a call.</summary>
internal static class PlannedService
{
    public static CheckedService Of(AppServicePlan service) => new()
    {
        Name = service.Blueprint.Service.Name,
        ServiceName = service.Blueprint.Name,
        Cluster = service.Blueprint.Cluster,
        Document = service.Definition.Document,
        Source = service.Blueprint.Service,
        Current = service.Current,
        TaskDefinition = service.Definition.Current?.TaskDefinition,
        RoleIsSetUp = service.Definition.RolePlan is not null,
    };

    /// <summary>What is found without a call, as warnings.</summary>
    public static IEnumerable<string> Warnings(AppServicePlan service) => DefinitionFindings.Of(Of(service)).Select(finding => finding.ToString());
}
