using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;

namespace EcsTools.Services;

/// <summary>The errors a wait for a service ends in. The first line of each names the cause.</summary>
internal sealed class ServiceWaitErrors(
    ServiceDeployments deployments, ServiceWaitRequest request, ServiceDeployment? deployment, string? target, ServiceTaskFailures failures, ServiceEvents events)
{
    private readonly string _name = request.Service.Name;

    public async Task<EcsToolsException> RolledBackAsync(Service service, CancellationToken cancellationToken)
    {
        var (cause, remedy) = await CauseAsync(cancellationToken).ConfigureAwait(false);
        var serving = await ServingAsync(service, cancellationToken).ConfigureAwait(false);
        return Error("ServiceRolledBack", $"{What(service)} was rolled back to {serving}: {cause}", $"{remedy} {serving} serves as before.", service);
    }

    public async Task<EcsToolsException> RollbackFailedAsync(Service service, CancellationToken cancellationToken)
    {
        var (cause, remedy) = await CauseAsync(cancellationToken).ConfigureAwait(false);
        if (deployment is not null && ServiceDeployments.Source(deployment) is null)
        {
            return Error(
                "ServiceDeploymentFailed",
                $"{What(service)} does not come up: {cause}",
                $"{remedy} It was the first deployment, so that there was nothing to go back to: put it right and run the command again, or remove it with Remove-FargateService.",
                service);
        }

        return Error(
            "ServiceRollbackFailed",
            $"{What(service)} failed, and so did going back{Because(deployment?.StatusReason)}: {cause}",
            $"{remedy} {Serving(service)} Undo-FargateDeployment {_name} -Cluster {AwsArn.NameOf(request.Service.Cluster)} -TaskDefinition <revision> goes to a revision that you choose.",
            service);
    }

    public async Task<EcsToolsException> StoppedAsync(Service service, CancellationToken cancellationToken)
    {
        var newest = await deployments.NewestAsync(request.Service, cancellationToken).ConfigureAwait(false);
        if (failures.Count == 0 && newest is not null && deployment is not null && newest.ServiceDeploymentArn != deployment.ServiceDeploymentArn && newest.CreatedAt >= deployment.CreatedAt)
        {
            return Error(
                "ServiceDeploymentReplaced",
                $"{What(service)} was not finished: a newer deployment took its place ({AwsArn.NameOf(newest.ServiceDeploymentArn)}, {newest.Status?.Value}).",
                $"Wait for that one: Wait-FargateService {_name} -Cluster {AwsArn.NameOf(request.Service.Cluster)}.",
                service,
                ErrorKind.Conflict);
        }

        var (cause, remedy) = await CauseAsync(cancellationToken).ConfigureAwait(false);
        return Error("ServiceDeploymentStopped", $"{What(service)} was stopped: {cause}", $"{remedy} {Serving(service)}", service);
    }

    public async Task<EcsToolsException> KeepFailingAsync(Service service, bool breakerGoesOn, CancellationToken cancellationToken)
    {
        var (cause, remedy) = await CauseAsync(cancellationToken).ConfigureAwait(false);
        var next = breakerGoesOn
            ? "ECS goes on until its circuit breaker rolls it back; Undo-FargateDeployment does so at once."
            : deployment is not null && ServiceDeployments.Source(deployment) is not null
                ? "ECS goes on trying; Undo-FargateDeployment goes back to what ran before."
                : "ECS goes on trying. Put it right and run the command again: it goes on from what is there; Remove-FargateService removes it.";
        return Error("ServiceTasksKeepFailing", $"{What(service)} does not come up: {cause}", $"{remedy} {next}", service);
    }

    public async Task<EcsToolsException> TooLateAsync(Service? service, TimeSpan waited, CancellationToken cancellationToken)
    {
        var counts = service is null ? "it is not known to ECS yet" : FormattableString.Invariant($"{service.RunningCount ?? 0} of {service.DesiredCount ?? 0} tasks run");
        var cause = failures.Count > 0 || events.Problem is not null ? (await CauseAsync(cancellationToken).ConfigureAwait(false)).Text : deployment?.StatusReason;
        return new EcsToolsException(
            "ServiceWaitTimeout",
            ErrorKind.Timeout,
            $"{What(service)} is {deployment?.Status?.Value ?? "not there"} after {waited:hh\\:mm\\:ss}, {counts}{Because(cause)}.",
            "It goes on: wait longer with Wait-FargateService -Timeout, look at it with Get-FargateDeployment, or go back with Undo-FargateDeployment.",
            "Timeout",
            request.Service.Service);
    }

    public EcsToolsException Unknown(string id)
        => new("DeploymentNotFound", ErrorKind.NotFound, $"Service '{_name}' has no deployment '{id}'.", "Get-FargateDeployment lists them; without -DeploymentId the newest is followed.", "DeploymentId", id);

    public EcsToolsException FinishedFirst()
        => new(
            "DeploymentFinishedFirst",
            ErrorKind.Conflict,
            $"The deployment of service '{_name}' succeeded before it could be rolled back.",
            $"Undo-FargateDeployment {_name} -Cluster {AwsArn.NameOf(request.Service.Cluster)} goes back now.",
            "ServiceName",
            request.Service.Service);

    private string What(Service? service)
        => $"Service '{_name}': {((target ?? service?.TaskDefinition) is { } definition ? ServiceTexts.Definition(definition) : "its deployment")}";

    /// <summary>Why it failed: the tasks' own reason before what ECS says of the deployment.</summary>
    private async Task<(string Text, string Remedy)> CauseAsync(CancellationToken cancellationToken)
    {
        if (failures.Main is [_, ..] main)
        {
            var failure = main[main.Count - 1];
            var line = await failures.LastLineAsync(failure, cancellationToken).ConfigureAwait(false);
            var times = main.Count > 1 ? FormattableString.Invariant($" ({main.Count} tasks)") : "";

            // A program of another processor's says so in its log alone.
            var remedy = Tasks.StopReasons.Remedy(null, [line], null) ?? failure.Remedy ?? "The log of its tasks says more: Get-FargateLog.";
            return ($"{failure.Text}{times}{(line is null ? "" : $"; the last line of its log: {line}")}", remedy);
        }

        if (events.Problem is { } problem)
        {
            return (problem.TrimEnd('.'), Tasks.StopReasons.Remedy(null, [problem], null) ?? "Get-FargateService shows all events.");
        }

        if (deployment?.Alarms?.TriggeredAlarmNames is { Count: > 0 } alarms)
        {
            return ($"the alarm {string.Join(", ", alarms)} was raised", "Look at what the alarm watches.");
        }

        var said = ServiceTexts.Blank(deployment?.Rollback?.Reason) ?? ServiceTexts.Blank(deployment?.StatusReason);
        return (said?.TrimEnd('.') ?? "ECS gives no reason", "Get-FargateService shows its events, Get-FargateTask -Status Stopped its stopped tasks.");
    }

    private async Task<string> ServingAsync(Service service, CancellationToken cancellationToken)
    {
        var revision = await deployments.RevisionAsync(deployment?.Rollback?.ServiceRevisionArn ?? (deployment is null ? null : ServiceDeployments.Source(deployment)), cancellationToken).ConfigureAwait(false);
        return ServiceTexts.Definition(revision?.TaskDefinition ?? service.TaskDefinition);
    }

    private static string Serving(Service service)
    {
        var old = (service.Deployments ?? []).Where(candidate => candidate.RunningCount > 0).Select(candidate => ServiceTexts.Definition(candidate.TaskDefinition)).Distinct(StringComparer.Ordinal).ToList();
        return old.Count == 0 ? "Nothing of it runs." : $"{string.Join(" and ", old)} runs.";
    }

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $" ({reason!.TrimEnd('.')})";

    private static EcsToolsException Error(string id, string message, string remedy, Service service, ErrorKind kind = ErrorKind.Failed)
        => new(id, kind, message.TrimEnd('.') + ".", remedy, "ServiceName", service.ServiceArn);
}
