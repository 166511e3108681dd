using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Findings;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Checks;
using EcsTools.Models;

namespace EcsTools.Apps.Preflight;

/// <summary>Finds what will fail, cost or leak, before it happens. Changes nothing.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppPreflight(AwsConnection connection)
{
    /// <summary>Checks an app of a folder or a compose file.</summary>
    /// <param name="request">What to check.</param>
    /// <param name="progress">Receives progress reports, and the warnings of a publication; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls and the trial.</param>
    /// <exception cref="EcsToolsException">The app is invalid, or something that it names does not exist.</exception>
    public async Task<IReadOnlyList<FargateAppFinding>> TestAsync(
        PreflightRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        // What a definition alone tells is a finding here, so it is no warning of the plan.
        var plan = await new AppPlanner(connection).PlanAsync(request.Publish with { SkipTest = true }, cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings)
        {
            progress?.Report(new OperationProgress(request.Publish.Definition.Name, warning, Level: ProgressLevel.Warning));
        }

        var services = await new SourceServices(connection).OfAsync(plan, cancellationToken).ConfigureAwait(false);
        var caller = new CallerFindings(connection).OfAsync(plan, cancellationToken);
        var logs = new LogFindings(connection, request.Publish.LogRetentionDays);
        var findings = await CommonAsync(services, logs, cancellationToken).ConfigureAwait(false);
        findings.AddRange(await TrialsAsync(services, request, progress, cancellationToken).ConfigureAwait(false));
        findings.AddRange(await caller.ConfigureAwait(false));
        return await ToModelsAsync(request.Publish.Definition.Name, findings, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks an app that is published.</summary>
    /// <param name="app">Its name.</param>
    /// <param name="trial">How its images are tried. Those that the engine of this machine does not have are not tried.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls and the trial.</param>
    /// <exception cref="EcsToolsException">There is no such app.</exception>
    public async Task<IReadOnlyList<FargateAppFinding>> TestAsync(
        string app, TrialSettings trial, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var services = await new PublishedServices(connection).OfAsync(app, cancellationToken).ConfigureAwait(false);
        var findings = await CommonAsync(services, new LogFindings(connection, null), cancellationToken).ConfigureAwait(false);
        foreach (var service in trial.Skip ? [] : services)
        {
            findings.AddRange(await new TrialRun(service, null, trial.Timeout).FindAsync(progress, cancellationToken).ConfigureAwait(false));
        }

        return await ToModelsAsync(app, findings, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is checked in the same way before and after a publication.</summary>
    private async Task<List<AppFinding>> CommonAsync(
        IReadOnlyList<CheckedService> services, LogFindings logs, CancellationToken cancellationToken)
    {
        var (images, network, secrets) = (new ImageFindings(connection), new NetworkFindings(connection), new SecretFindings(connection));
        var findings = new List<AppFinding>();
        foreach (var service in services)
        {
            findings.AddRange(await images.OfAsync(service, DefinitionFindings.Of(service), cancellationToken).ConfigureAwait(false));
            findings.AddRange(await network.OfAsync(service, cancellationToken).ConfigureAwait(false));
            findings.AddRange(await secrets.OfAsync(service, cancellationToken).ConfigureAwait(false));
            findings.AddRange(await logs.OfAsync(service, cancellationToken).ConfigureAwait(false));
        }

        findings.AddRange(await new QuotaFindings(connection).OfAsync(services, cancellationToken).ConfigureAwait(false));
        return findings;
    }

    private static async Task<IReadOnlyList<AppFinding>> TrialsAsync(
        IReadOnlyList<CheckedService> services, PreflightRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var findings = new List<AppFinding>();
        foreach (var service in services)
        {
            var problem = ReferenceEquals(service, services[0]) ? request.PortProblem : null;
            var trial = new TrialRun(service, problem, request.Trial.Timeout);
            findings.AddRange(request.Trial.Skip ? trial.WithoutRun() : await trial.FindAsync(progress, cancellationToken).ConfigureAwait(false));
        }

        return findings;
    }

    /// <summary>The worst ones first.</summary>
    private async Task<IReadOnlyList<FargateAppFinding>> ToModelsAsync(string app, List<AppFinding> findings, CancellationToken cancellationToken)
    {
        var account = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        return findings.OrderByDescending(finding => finding.Severity).Select(finding => new FargateAppFinding
        {
            AppName = app,
            Service = finding.Service,
            Code = finding.Code.ToString(),
            Severity = finding.Severity.ToString(),
            Subject = finding.Subject,
            Message = finding.Message,
            Remedy = finding.Remedy,
            FixCommand = finding.FixCommand,
            Region = connection.Region,
            AccountId = account,
        }).ToList();
    }
}
