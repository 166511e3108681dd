using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Services;

namespace EcsTools.Apps.Publishing;

/// <summary>Describes a failed stage: what was done before it, in which state each service is, and how to go on or back.</summary>
internal sealed class AppFailure(AwsConnection connection)
{
    public async Task<Exception> DescribeAsync(
        AppPlan plan, IReadOnlyList<FargateAppStep> done, Exception problem, CancellationToken cancellationToken)
    {
        var changes = Changes(done);
        var states = await StatesAsync(plan, cancellationToken).ConfigureAwait(false);
        var known = problem as EcsToolsException;
        if (changes.Count == 0 && known is not null)
        {
            return known;
        }

        var created = changes.Count == 0 ? "Nothing was changed before" : $"Done before: {Words(changes)}";
        var back = BackAgain(plan, changes);
        return new EcsToolsException(
            known?.Code ?? ErrorCodes.ChangesIncomplete with { Kind = KindOf(problem) },
            MessageParts.Join($"{problem.Message.TrimEnd('.')}.", [created + ".", $"State: {string.Join("; ", states)}."]),
            (known?.Remedy is { } remedy ? remedy.TrimEnd('.') + ". " : "") + "Then publish the app again: it continues from there." + back,
            known?.Parameter,
            plan.Request.Definition.Name,
            problem);
    }

    /// <summary>Whether a stage that is complete has changed something, which the error then names.</summary>
    public static bool HasChanges(IReadOnlyList<FargateAppStep> done) => Changes(done).Count > 0;

    /// <summary>What a publication that was stopped has done; null if nothing.</summary>
    public static string? Stopped(AppPlan plan, IReadOnlyList<FargateAppStep> done)
        => Changes(done) is not { Count: > 0 } changes ? null
            : $"Not finished. Done before that: {Words(changes)}. Publish the app again to continue. To remove what it has: "
                + $"Remove-FargateApp {plan.Request.Definition.Name}";

    private static ErrorKind KindOf(Exception problem)
        => !AwsErrorInfo.TryRead(problem, out var error) ? ErrorKind.Failed
            : AccessDenial.From(error!) is not null ? ErrorKind.PermissionDenied
            : error!.ErrorCode == "LimitExceeded" ? ErrorKind.LimitExceeded
            : ErrorKind.Failed;

    private static List<FargateAppStep> Changes(IReadOnlyList<FargateAppStep> done) => done.Where(step => step.Change != ChangeStatus.Unchanged).ToList();

    private static string Words(List<FargateAppStep> changes)
        => string.Join("; ", changes.Select(step => $"{step.Stage.ToLowerInvariant()} {step.Subject} {step.Change.ToLowerInvariant()}"));

    /// <summary>Services that were changed and succeeded can go back one by one.</summary>
    private static string BackAgain(AppPlan plan, List<FargateAppStep> changes)
    {
        var updated = changes.Where(step => step is { Stage: "Service", Change: ChangeStatus.Updated }).Select(step => step.Subject).ToList();
        return updated.Count == 0 ? ""
            : $" To go back instead: {string.Join("; ", updated.Select(name => $"Undo-FargateDeployment {name} -Cluster {plan.Cluster.Request.Cluster}"))}";
    }

    private async Task<IReadOnlyList<string>> StatesAsync(AppPlan plan, CancellationToken cancellationToken)
    {
        var services = new FargateServices(connection);
        var states = new List<string>();
        foreach (var blueprint in plan.Services.Select(service => service.Blueprint))
        {
            states.Add($"{blueprint.Service.Name} {await StateAsync(services, blueprint, cancellationToken).ConfigureAwait(false)}");
        }

        return states;
    }

    /// <summary>A state that cannot be read must not hide the error that it belongs to.</summary>
    private static async Task<string> StateAsync(FargateServices services, ServiceBlueprint blueprint, CancellationToken cancellationToken)
    {
        try
        {
            if (blueprint.Service.Kind != Definition.AppServiceKind.Service)
            {
                return "is no running service";
            }

            var found = await services.FindAsync(new ServiceReference(blueprint.Cluster, blueprint.Name), cancellationToken).ConfigureAwait(false);
            if (found is null)
            {
                return "does not exist yet";
            }

            var service = ServiceMapper.ToModel(found);
            return FormattableString.Invariant(
                $"runs {service.TaskDefinition} with {service.RunningCount} of {service.DesiredCount} tasks")
                + (service.DeploymentId is null ? "" : ", and is being deployed");
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return "could not be read";
        }
    }
}
