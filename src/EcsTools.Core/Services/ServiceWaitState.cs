using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Failures;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>What one wait for a service has seen so far, and one look at the service. <see cref="ServiceWait"/> is the loop.</summary>
internal sealed class ServiceWaitState(AwsConnection connection, ServiceWaitRequest request, IProgress<OperationProgress>? progress)
{
    // A deployment may not be listed everywhere right after it was started.
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(60);

    // The service may just have been created. If it does not exist or the name is mistyped, this is long enough to wait.
    private static readonly TimeSpan ThereWithin = TimeSpan.FromSeconds(5);

    // ECS may report failed tasks a moment later than their failed deployment.
    private const int LooksAfterEnd = 3;

    // A task that ends gives its reason when it has ended. With the longest pauses, these are about two minutes: as long as a container may take to stop.
    private const int LooksAtEndingTasks = 24;

    private readonly FargateServices _services = new(connection);
    private readonly ServiceDeployments _deployments = new(connection);
    private readonly ServiceTaskFailures _failures = new(connection, request.Service);
    private readonly ServiceEvents _events = new();
    private readonly FargateFailures _explain = new(connection);
    private readonly DateTimeOffset _start = connection.Clock.UtcNow;
    private bool _countOnly = request.CountOnly;
    private int _looksAfterEnd;
    private bool _looked;
    private bool _suspected;
    private bool _askedToRollBack;
    private string? _deploymentArn = request.DeploymentId;
    private string? _target;
    private string _lastState = "";
    private readonly HashSet<string> _toldPauses = new(StringComparer.Ordinal);
    private Service? _service;
    private ServiceDeployment? _deployment;

    public string Activity { get; } = $"Service {request.Service.Name}";

    /// <summary>Whether the last look saw something new.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>Looks once. Returns the service when it has reached the state waited for, and null until then.</summary>
    public async Task<FargateService?> LookAsync(CancellationToken cancellationToken)
    {
        _service = await _services.FindAsync(request.Service, cancellationToken).ConfigureAwait(false);
        if (_service is null && connection.Clock.UtcNow - _start < ThereWithin && request.NewerThan is null && request.DeploymentId is null)
        {
            return null;
        }

        await RequireActiveAsync(cancellationToken).ConfigureAwait(false);
        await IdentifyAsync(cancellationToken).ConfigureAwait(false);
        await TellAsync(cancellationToken).ConfigureAwait(false);
        return _deployment is null && !_countOnly ? null : await JudgeAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<EcsToolsException> TooLateAsync(TimeSpan waited, CancellationToken cancellationToken)
        => await Errors().TooLateAsync(_service, waited, cancellationToken).ConfigureAwait(false);

    private async System.Threading.Tasks.Task RequireActiveAsync(CancellationToken cancellationToken)
    {
        if (_service is null)
        {
            throw await _services.MissingAsync(request.Service, cancellationToken).ConfigureAwait(false);
        }

        if (_service.Status != "ACTIVE")
        {
            throw new EcsToolsException(
                ErrorCodes.ServiceNotActive,
                $"Service '{request.Service.Name}' is being removed ({_service.Status}).",
                "Create the service again with New-FargateService, then wait for it.",
                "ServiceName",
                request.Service.Service);
        }
    }

    /// <summary>Finds the deployment to follow and reads it.</summary>
    private async System.Threading.Tasks.Task IdentifyAsync(CancellationToken cancellationToken)
    {
        if (_countOnly)
        {
            if (!_looked)
            {
                _events.IgnorePast(_service!);
                await _failures.IgnorePastAsync(cancellationToken).ConfigureAwait(false);
                _looked = true;
            }

            return;
        }

        _deploymentArn ??= IsNew(_service!.CurrentServiceDeployment) ? _service.CurrentServiceDeployment
            : (await _deployments.NewestAsync(request.Service, cancellationToken).ConfigureAwait(false))?.ServiceDeploymentArn is { } newest
                && IsNew(newest) ? newest
            : null;
        _deployment = _deploymentArn is null ? null : await _deployments.FindAsync(_deploymentArn, cancellationToken).ConfigureAwait(false);
        if (_deployment is not null)
        {
            _target ??= (
                await _deployments.RevisionAsync(
                    _deployment.TargetServiceRevision?.Arn, cancellationToken).ConfigureAwait(false))?.TaskDefinition;
        }
        else if (connection.Clock.UtcNow - _start >= KnownWithin)
        {
            if (request.DeploymentId is not null)
            {
                throw Errors().Unknown(request.DeploymentId);
            }

            progress?.Report(
                new OperationProgress(
                    Activity, "ECS lists no deployment, so this waits for the desired number of tasks", Level: ProgressLevel.Verbose));
            _countOnly = true;
        }
    }

    private bool IsNew(string? deployment) => !string.IsNullOrEmpty(deployment) && deployment != request.NewerThan;

    /// <summary>Says once that the deployment waits at a pause, and how to go on.</summary>
    private void TellPause()
    {
        if (_deployment is not null && ServiceDeployments.Waiting(_deployment) is { } hook && _toldPauses.Add(hook.HookId ?? ""))
        {
            var line = $"{request.Service.Name} -Cluster {AwsArn.NameOf(request.Service.Cluster)}";
            progress?.Report(new OperationProgress(
                Activity,
                $"The deployment waits at {_deployment.LifecycleStage?.Value}. To go on: Resume-FargateDeployment {line}. To roll it back: "
                    + $"Resume-FargateDeployment {line} -Rollback",
                Level: ProgressLevel.Warning));
        }
    }

    /// <summary>Reports events, failures and counts as they change.</summary>
    private async System.Threading.Tasks.Task TellAsync(CancellationToken cancellationToken)
    {
        if (_deployment is null && !_countOnly)
        {
            return;
        }

        foreach (var happened in _events.Look(_service!, Since))
        {
            Verbose(happened.Message);
        }

        foreach (var failure in await _failures.LookAsync(_target, Since, cancellationToken).ConfigureAwait(false))
        {
            Verbose($"Task {failure.Task.TaskId} failed: {failure.Text}");
        }

        TellPause();
        var (running, wanted) = (_service!.RunningCount ?? 0, _service.DesiredCount ?? 0);
        if (ServiceDeployments.IsUnderWay(_deployment?.Status) && _deployment!.TargetServiceRevision is { } target)
        {
            (running, wanted) = (target.RunningTaskCount ?? 0, target.RequestedTaskCount ?? wanted);
        }

        var state = string.Join(", ", new[]
        {
            _deployment?.Status?.Value,
            _deployment?.LifecycleStage?.Value,
            FormattableString.Invariant($"{running} of {wanted} running"),
            _service.PendingCount > 0 ? FormattableString.Invariant($"{_service.PendingCount} pending") : null,
            _failures.Main is [.., var last] ? FormattableString.Invariant($"{_failures.Count} failed: {last.Text}") : null,
        }.Where(part => part is not null));
        HasMoved = state != _lastState;
        _lastState = state;
        progress?.Report(new OperationProgress(
            Activity, $"{ServiceSettingsText.Definition(_target ?? _service.TaskDefinition)}: {state}", wanted > 0
                ? Math.Min(100, 100 * running / wanted)
                : null));
    }

    private DateTimeOffset? Since => AwsTime.From(_deployment?.CreatedAt);

    private async Task<FargateService?> JudgeAsync(CancellationToken cancellationToken)
    {
        if (_deployment?.Status?.Value is "STOPPED" or "ROLLBACK_SUCCESSFUL" or "ROLLBACK_FAILED" && !request.RollbackIsWanted
            && _failures.Count == 0 && _events.Problem is null && _looksAfterEnd++ < (_failures.AnyIsEnding ? LooksAtEndingTasks : LooksAfterEnd))
        {
            return null;
        }

        if (request.UntilStage is not null && ServiceDeployments.IsUnderWay(_deployment?.Status)
            && (_deployment!.DeploymentConfiguration?.Strategy?.Value ?? "ROLLING") == "ROLLING")
        {
            throw Errors().HasNoStages(request.UntilStage);
        }

        switch (_deployment?.Status?.Value)
        {
            case "IN_PROGRESS" when request.UntilStage is not null && LifecycleStages.HasReached(_deployment.LifecycleStage?.Value, request.UntilStage):
                return ServiceMapper.ToModel(_service!);
            case "SUCCESSFUL" when request.RollbackIsWanted:
                throw Errors().FinishedFirst();
            case "ROLLBACK_SUCCESSFUL" when !request.RollbackIsWanted:
                throw await Errors().RolledBackAsync(_service!, cancellationToken).ConfigureAwait(false);
            case "ROLLBACK_FAILED":
                throw await Errors().RollbackFailedAsync(_service!, cancellationToken).ConfigureAwait(false);
            case "STOPPED":
                throw await Errors().StoppedAsync(_service!, cancellationToken).ConfigureAwait(false);
            case null or "SUCCESSFUL" or "ROLLBACK_SUCCESSFUL" when _service!.RunningCount == _service.DesiredCount
                && _service.PendingCount is null or 0:
                return ServiceMapper.ToModel(await AfterDeploymentAsync(cancellationToken).ConfigureAwait(false));
            case null or "SUCCESSFUL" or "PENDING" or "IN_PROGRESS":
                await CheckFailuresAsync(cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }

    /// <summary>
    /// The service was read before its deployment, which may have ended in between. If the service still calls the deployment
    /// unfinished, it is read once more.
    /// </summary>
    private async Task<Service> AfterDeploymentAsync(CancellationToken cancellationToken)
    {
        var isStale = _deployment is not null
            && _service!.Deployments?.Exists(each => each.RolloutState == DeploymentRolloutState.IN_PROGRESS) is true;
        return (isStale ? await _services.FindAsync(request.Service, cancellationToken).ConfigureAwait(false) : null) ?? _service!;
    }

    /// <summary>Fails before ECS gives up, if the same failure repeats and no task stays up.</summary>
    private async System.Threading.Tasks.Task CheckFailuresAsync(CancellationToken cancellationToken)
    {
        var repeats = _failures.Main.Count >= request.MaximumFailures || _events.Problems >= request.MaximumFailures;
        if (!repeats || _askedToRollBack
            || (_failures.Count > 0 && await _failures.AnyStaysUpAsync(_target, Since, cancellationToken).ConfigureAwait(false)))
        {
            _suspected = false;
            return;
        }

        // Look once more: the circuit breaker also counts these failures and may be about to end the deployment.
        if (!_suspected)
        {
            _suspected = true;
            HasMoved = true;
            return;
        }

        if (CanRollBack && request.RollBack)
        {
            await RollBackAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (!CanRollBack || !IsBreakerNear)
        {
            throw await Errors().KeepFailingAsync(_service!, CanRollBack, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool CanRollBack
        => _deployment is { DeploymentConfiguration.DeploymentCircuitBreaker: { Enable: true, Rollback: true } } deployment
        && ServiceDeployments.IsUnderWay(deployment.Status) && ServiceDeployments.Source(deployment) is not null;

    private bool IsBreakerNear => _deployment?.DeploymentCircuitBreaker is { FailureCount: > 0 } breaker
        && breaker.Threshold - breaker.FailureCount <= request.MaximumFailures;

    private async System.Threading.Tasks.Task RollBackAsync(CancellationToken cancellationToken)
    {
        _askedToRollBack = true;
        Verbose(
            string.Format(
                CultureInfo.InvariantCulture,
                "{0} tasks failed for the same reason and no task stays up, so the deployment will be rolled back now",
                _failures.Main.Count));
        try
        {
            await connection.Ecs.StopServiceDeploymentAsync(
                new StopServiceDeploymentRequest
                {
                    ServiceDeploymentArn = _deploymentArn,
                    StopType = StopServiceDeploymentStopType.ROLLBACK,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            // The circuit breaker was faster.
        }
    }

    private void Verbose(string text)
    {
        HasMoved = true;
        progress?.Report(new OperationProgress(Activity, text, Level: ProgressLevel.Verbose));
    }

    private ServiceWaitErrors Errors() => new(_deployments, _explain, request, _deployment, _target, _failures, _events);
}
