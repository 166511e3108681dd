using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Findings;
using EcsTools.Images.Build;
using EcsTools.Images.Trials;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Preflight;

/// <summary>Runs the container that gets the requests on the engine of this machine.</summary>
/// <param name="service">The service.</param>
/// <param name="portProblem">The error about its port, if that is not known.</param>
/// <param name="timeout">How long to wait until it is healthy.</param>
internal sealed class TrialRun(CheckedService service, EcsToolsException? portProblem, TimeSpan timeout)
{
    // Paths that programs often have for health checks. They are asked to find one that answers.
    private static readonly string[] OtherPaths = ["/health", "/healthz", "/ping", "/status", "/"];

    private static readonly ErrorCode[] NoEngine = [ErrorCodes.DockerNotInstalled, ErrorCodes.DockerNotRunning, ErrorCodes.DockerPermissionDenied];

    private readonly AppContainer? _source = service.Source is null ? null : service.Source.Sidecars.Prepend(service.Source.Container)
        .FirstOrDefault(container => service.Route is null || container.Name == service.Route.Container);

    /// <summary>What is known if the image is not run.</summary>
    public IEnumerable<AppFinding> WithoutRun() => new TrialFindings(service, File(), portProblem).WithoutRun();

    public async Task<IReadOnlyList<AppFinding>> FindAsync(IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var findings = new TrialFindings(service, File(), portProblem);
        if (service.Route is null && portProblem is null)
        {
            return findings.WithoutRun().ToList();
        }

        var container = service.Containers.FirstOrDefault(
            found => service.Route is null || TaskDefinitionDocument.Text(found["name"]) == service.Route.Container);
        var result = container is null ? null : await RunAsync(container, progress, cancellationToken).ConfigureAwait(false);
        return (result is null ? findings.WithoutRun() : findings.Of(result)).ToList();
    }

    /// <summary>What the container did; null if it cannot be run here.</summary>
    private async Task<ContainerTrialResult?> RunAsync(
        JsonObject container, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ContainerTrial.RunAsync(Request(container), progress, cancellationToken).ConfigureAwait(false);
            if (result is null)
            {
                progress?.Report(new OperationProgress(
                    service.ServiceName, $"The image of service '{service.Name}' is not on this machine, so it was not tried.", Level: ProgressLevel.Verbose));
            }

            return result;
        }
        catch (EcsToolsException problem) when (NoEngine.Any(problem.Is))
        {
            // A folder is built first, so this says more than that an image was not tried.
            progress?.Report(new OperationProgress(
                service.ServiceName,
                $"The image of service '{service.Name}' was not tried: {problem.Message} {problem.Remedy}",
                Level: _source?.Build is null ? ProgressLevel.Verbose : ProgressLevel.Warning));
            return null;
        }
    }

    private DockerfileSettings? File() => _source?.Build is { } build ? DockerfileSettings.Read(build) : null;

    private ContainerTrialRequest Request(JsonObject container) => new()
    {
        Build = _source?.Build,
        Image = _source?.Build is null ? TaskDefinitionDocument.Text(container["image"]) : null,
        Environment = (container["environment"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(
            item => TaskDefinitionDocument.Text(item["name"]) ?? "", item => TaskDefinitionDocument.Text(item["value"]) ?? ""),
        Command = Words(container["command"]),
        EntryPoint = Words(container["entryPoint"]),
        User = TaskDefinitionDocument.Text(container["user"]),
        Port = service.Route?.Port,
        Paths = service.Route is { } route ? [route.Path, .. OtherPaths.Where(path => path != route.Path)] : [],
        IsHealthy = status => service.Route?.IsHealthy(status) ?? true,
        Timeout = service.Route is { } checkedRoute && checkedRoute.Patience > timeout ? checkedRoute.Patience + TimeSpan.FromSeconds(5) : timeout,
    };

    private static IReadOnlyList<string>? Words(JsonNode? node)
        => node is JsonArray { Count: > 0 } list ? list.Select(word => TaskDefinitionDocument.Text(word) ?? "").ToList() : null;
}
