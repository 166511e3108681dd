using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Failures;
using EcsTools.Failures.Rules;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>The errors that can end a wait for a service. The first line of each names the cause.</summary>
internal sealed class ServiceWaitErrors(
    ServiceDeployments deployments,
    FargateFailures explain,
    ServiceWaitRequest request,
    ServiceDeployment? deployment,
    string? target,
    ServiceTaskFailures failures,
    ServiceEvents events)
{
    private readonly string _name = request.Service.Name;

    public async Task<EcsToolsException> RolledBackAsync(Service service, CancellationToken cancellationToken)
    {
        var cause = await CauseAsync(cancellationToken).ConfigureAwait(false);
        var serving = await ServingAsync(service, cancellationToken).ConfigureAwait(false);
        return Error(
            ErrorCodes.ServiceRolledBack,
            $"{What(service)} was rolled back to {serving}: {cause.Text}",
            $"{cause.Remedy} {serving} runs as before.",
            service,
            cause);
    }

    public async Task<EcsToolsException> RollbackFailedAsync(Service service, CancellationToken cancellationToken)
    {
        var cause = await CauseAsync(cancellationToken).ConfigureAwait(false);
        if (deployment is not null && ServiceDeployments.Source(deployment) is null)
        {
            return Error(
                ErrorCodes.ServiceDeploymentFailed,
                $"{What(service)} did not start: {cause.Text}",
                $"{cause.Remedy} This was the first deployment, so there is no earlier revision to roll back to. Correct the cause and "
                    + "run the command again, or remove the service with Remove-FargateService.",
                service,
                cause);
        }

        return Error(
            ErrorCodes.ServiceRollbackFailed,
            $"{What(service)} failed, and its rollback failed too{Because(deployment?.StatusReason)}: {cause.Text}",
            $"{cause.Remedy} {Serving(service)} Undo-FargateDeployment {_name} -Cluster {AwsArn.NameOf(request.Service.Cluster)} "
                + "-TaskDefinition <revision> deploys a revision that you choose.",
            service,
            cause);
    }

    public async Task<EcsToolsException> StoppedAsync(Service service, CancellationToken cancellationToken)
    {
        var newest = await deployments.NewestAsync(request.Service, cancellationToken).ConfigureAwait(false);
        if (failures.Count == 0 && newest is not null && deployment is not null
            && newest.ServiceDeploymentArn != deployment.ServiceDeploymentArn && newest.CreatedAt >= deployment.CreatedAt)
        {
            return Error(
                ErrorCodes.ServiceDeploymentReplaced,
                $"{What(service)} was not finished: a newer deployment took its place ({AwsArn.NameOf(newest.ServiceDeploymentArn)}, {newest.Status?.Value}).",
                $"Wait for that one: Wait-FargateService {_name} -Cluster {AwsArn.NameOf(request.Service.Cluster)}",
                service,
                null);
        }

        var cause = await CauseAsync(cancellationToken).ConfigureAwait(false);
        return Error(
            ErrorCodes.ServiceDeploymentStopped, $"{What(service)} was stopped: {cause.Text}", $"{cause.Remedy} {Serving(service)}", service, cause);
    }

    public async Task<EcsToolsException> KeepFailingAsync(Service service, bool breakerGoesOn, CancellationToken cancellationToken)
    {
        var cause = await CauseAsync(cancellationToken).ConfigureAwait(false);
        var next = breakerGoesOn
            ? "ECS keeps trying until its circuit breaker rolls the deployment back; Undo-FargateDeployment does so at once."
            : deployment is not null && ServiceDeployments.Source(deployment) is not null
                ? "ECS keeps trying; Undo-FargateDeployment goes back to what ran before."
                : "ECS keeps trying. Correct the cause and run the command again: it changes the existing service. Remove-FargateService removes it.";
        return Error(
            ErrorCodes.ServiceTasksKeepFailing, $"{What(service)} did not start: {cause.Text}", $"{cause.Remedy} {next}", service, cause);
    }

    public async Task<EcsToolsException> TooLateAsync(Service? service, TimeSpan waited, CancellationToken cancellationToken)
    {
        var counts = service is null
            ? "ECS does not know it yet"
            : FormattableString.Invariant($"{service.RunningCount ?? 0} of {service.DesiredCount ?? 0} tasks run");
        var cause = failures.Count > 0 || events.Problem is not null
            ? (await CauseAsync(cancellationToken).ConfigureAwait(false)).Text
            : await explain.TargetReasonAsync(service, cancellationToken).ConfigureAwait(false) is { } reason
                ? $"the load balancer's health check fails: {reason}" : deployment?.StatusReason;
        return new EcsToolsException(
            ErrorCodes.ServiceWaitTimeout,
            $"{What(service)} is {deployment?.Status?.Value ?? "not known"} after {waited:hh\\:mm\\:ss}, {counts}{Because(cause)}.",
            "Wait longer with Wait-FargateService -Timeout, look at the deployment with Get-FargateDeployment, or go back with "
                + "Undo-FargateDeployment: the deployment continues.",
            "Timeout",
            request.Service.Service);
    }

    public EcsToolsException Unknown(string id)
        => new(
            ErrorCodes.DeploymentNotFound,
            $"Service '{_name}' has no deployment '{id}'.",
            "See the deployments with Get-FargateDeployment, or leave out -DeploymentId to wait for the newest.",
            "DeploymentId",
            id);

    public EcsToolsException HasNoStages(string wanted)
        => new(
            ErrorCode.InvalidValue("Until").OfRecord,
            $"The deployment of service '{_name}' is a rolling deployment, which has no stage '{wanted}'.",
            "Leave out -Until to wait for the end of the deployment. Deployments with the strategy BlueGreen, Linear or Canary have stages.",
            "Until",
            wanted);

    public EcsToolsException FinishedFirst()
        => new(
            ErrorCodes.DeploymentFinishedFirst,
            $"The deployment of service '{_name}' succeeded before it could be rolled back.",
            $"Run Undo-FargateDeployment {_name} -Cluster {AwsArn.NameOf(request.Service.Cluster)} again to go back now.",
            "ServiceName",
            request.Service.Service);

    private string What(Service? service)
        => $"Service '{_name}': "
            + $"{((target ?? service?.TaskDefinition) is { } definition ? ServiceSettingsText.Definition(definition) : "its deployment")}";

    /// <summary>Why it failed. The tasks' own reason takes precedence over what ECS says about the deployment.</summary>
    private async Task<Cause> CauseAsync(CancellationToken cancellationToken)
    {
        if (failures.Main is [_, ..] main)
        {
            return await OfTasksAsync(main, cancellationToken).ConfigureAwait(false);
        }

        if (events.Problem is { } problem)
        {
            return new Cause(problem, FailureClassifier.Explain(problem)?.Remedy ?? "See all events with Get-FargateService.");
        }

        if (deployment?.Alarms?.TriggeredAlarmNames is { Count: > 0 } alarms)
        {
            return new Cause($"the alarm {string.Join(", ", alarms)} was raised", "Check what the alarm watches.");
        }

        var said = ServiceSettingsText.Blank(deployment?.Rollback?.Reason) ?? ServiceSettingsText.Blank(deployment?.StatusReason);
        return new Cause(
            said ?? "ECS gives no reason", "See its events with Get-FargateService, and its failed tasks with Get-FargateFailure -ServiceName.");
    }

    private async Task<Cause> OfTasksAsync(IReadOnlyList<ServiceTaskFailure> main, CancellationToken cancellationToken)
    {
        var failure = main[main.Count - 1];
        var times = main.Count > 1 ? FormattableString.Invariant($" ({main.Count} tasks)") : "";

        // It may not have ended yet, but the reason is known.
        var explained = await explain.ExplainAsync(
            failure.Task with { LastStatus = "STOPPED" }, null, cancellationToken).ConfigureAwait(false);
        if (explained is null)
        {
            return new Cause(failure.Text + times, "Read the log of its tasks with Get-FargateLog.");
        }

        var task = $"Task {explained.TaskId}{(explained.StopCode is null ? "" : $": {explained.StopCode}")}.";
        return new Cause(
            explained.Cause.TrimEnd('.') + times,
            explained.Fix is null ? explained.Remedy : $"{explained.Remedy} For example: {explained.Fix}.",
            FargateFailures.Evidence(explained).Prepend(task).ToList(),
            explained);
    }

    private async Task<string> ServingAsync(Service service, CancellationToken cancellationToken)
    {
        var revision = await deployments.RevisionAsync(
            deployment?.Rollback?.ServiceRevisionArn ?? (deployment is null ? null : ServiceDeployments.Source(deployment)),
            cancellationToken).ConfigureAwait(false);
        return ServiceSettingsText.Definition(revision?.TaskDefinition ?? service.TaskDefinition);
    }

    private static string Serving(Service service)
    {
        var old = (service.Deployments ?? []).Where(candidate => candidate.RunningCount > 0).Select(
            candidate => ServiceSettingsText.Definition(candidate.TaskDefinition)).Distinct(StringComparer.Ordinal).ToList();
        return old.Count == 0 ? "No task of the service runs." : $"{string.Join(" and ", old)} runs.";
    }

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $" ({reason!.TrimEnd('.')})";

    private static EcsToolsException Error(
        ErrorCode code, string message, string remedy, Service service, Cause? cause)
        => new(
            code,
            MessageParts.Join(message.TrimEnd('.') + ".", cause?.Evidence ?? []),
            remedy,
            "ServiceName",
            (object?)cause?.Failure ?? service.ServiceArn);

    /// <param name="Text">What went wrong, as a sentence or part of one.</param>
    /// <param name="Remedy">What to do about it.</param>
    /// <param name="Evidence">The evidence, the parts of a message; or null.</param>
    /// <param name="Failure">One task's failure as an example for all, or null.</param>
    private sealed record Cause(string Text, string Remedy, IReadOnlyList<string>? Evidence = null, FargateFailure? Failure = null);
}
