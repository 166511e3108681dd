using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Apps.Findings;
using EcsTools.Checks;
using EcsTools.Images.Build;
using EcsTools.Images.Trials;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Preflight;

/// <summary>What a trial tells, and what the Dockerfile tells without one.</summary>
/// <param name="service">The service.</param>
/// <param name="file">Its Dockerfile; null if its image exists.</param>
/// <param name="portProblem">The error about its port, if that is not known.</param>
internal sealed class TrialFindings(CheckedService service, DockerfileSettings? file, EcsToolsException? portProblem)
{
    public IEnumerable<AppFinding> WithoutRun() => Port(null).Concat(Platform()).Concat(DeclaredStart());

    public IEnumerable<AppFinding> Of(ContainerTrialResult result)
    {
        var platform = result.HasRun || result.Platform == service.Platform ? Platform()
            : [ImageFindings.Differs(service, file?.Path ?? service.ServiceName, $"The image of service '{service.Name}'", [result.Platform])];
        var all = Port(result).Concat(platform).ToList();
        if (!result.HasRun)
        {
            return all.Concat(DeclaredStart());
        }

        if (result.ExitCode is { } code)
        {
            return all.Append(Ended(code, result.LastLines)).Concat(DeclaredStart());
        }

        return all.Concat(Answer(result)).Concat(result.HealthyAfter is { } start && Slow(start) is { } slow ? [slow] : DeclaredStart());
    }

    private IEnumerable<AppFinding> Port(ContainerTrialResult? result)
    {
        if (portProblem is not null)
        {
            var port = result?.OpenPorts is [var only] ? only : (int?)null;
            yield return AppFinding.Error(
                service,
                FargateAppFindingCode.PortUnknown,
                file?.Path ?? service.ServiceName,
                portProblem.Message,
                port is null ? portProblem.Remedy!
                    : FormattableString.Invariant($"The program listens on port {port}. Add EXPOSE {port} to the Dockerfile, or use -Port {port}."),
                port is null || file is not { Ports.Count: 0 } || service.Source?.Container.Build?.Target is not null ? null
                    : FormattableString.Invariant($"Add-Content -LiteralPath {Quoted(file.Path)} -Value \"`nEXPOSE {port}\""));
        }
        else if (service.Route?.Port is { } wanted && result is { Listening: not null, ExitCode: null } && !result.OpenPorts.Contains(wanted))
        {
            yield return result.LoopbackPorts.Contains(wanted) ? Loopback(wanted)
                : result.OpenPorts.Count > 0 ? Other(wanted, result.OpenPorts)
                : result.LoopbackPorts.Count > 0 ? Loopback(result.LoopbackPorts[0])
                : AppFinding.Error(
                    service,
                    FargateAppFindingCode.PortDiffers,
                    FormattableString.Invariant($"port {wanted}"),
                    FormattableString.Invariant($"The load balancer sends requests to port {wanted}, but the program listened on no port when its image was ")
                        + "tried.",
                    FormattableString.Invariant($"Let the program listen on port {wanted}, or give it more time with -Timeout."));
        }
    }

    private AppFinding Loopback(int port) => AppFinding.Error(
        service,
        FargateAppFindingCode.ListensOnLoopback,
        FormattableString.Invariant($"port {port}"),
        FormattableString.Invariant($"The program listens on port {port} of 127.0.0.1 only. Nothing outside its container reaches it, so the health checks ")
            + "fail.",
        "Let the program listen on 0.0.0.0. Many programs have an option --host, or read a variable such as HOST.");

    private AppFinding Other(int wanted, IReadOnlyList<int> open)
    {
        var ports = string.Join(", ", open.Select(port => port.ToString(CultureInfo.InvariantCulture)));
        var isExposed = file?.Ports is [var exposed] && exposed == wanted.ToString(CultureInfo.InvariantCulture);
        return AppFinding.Error(
            service,
            FargateAppFindingCode.PortDiffers,
            FormattableString.Invariant($"port {wanted}"),
            FormattableString.Invariant($"The load balancer sends requests to port {wanted}, but the program listens on {ports}."),
            service.Source is null ? FormattableString.Invariant($"Let the program listen on port {wanted}, or publish the app with port {open[0]}.")
                : service.Source.Position is null ? FormattableString.Invariant($"Write EXPOSE {open[0]} into the Dockerfile, or use -Port {open[0]}.")
                : service.InPlace(FormattableString.Invariant($"write expose: [\"{open[0]}\"], or let the program listen on port {wanted}.")),
            !isExposed || open.Count > 1 || service.Source?.Position is not null ? null
                : FormattableString.Invariant($"(Get-Content -LiteralPath {Quoted(file!.Path)}) -replace '^\\s*EXPOSE\\b.*', 'EXPOSE {open[0]}' | ")
                    + $"Set-Content -LiteralPath {Quoted(file.Path)}");
    }

    /// <summary>FROM can name a platform that counts more than the one that is asked for.</summary>
    private IEnumerable<AppFinding> Platform()
    {
        if (file?.Platform is { } built && service.Platform is { } wanted && !(built + "/").StartsWith(wanted + "/", StringComparison.Ordinal))
        {
            yield return ImageFindings.Differs(service, file.Path, $"'{file.Path}' says that the image", [built]) with
            {
                FixCommand = $"(Get-Content -LiteralPath {Quoted(file.Path)}) -replace '--platform={built}\\s+', '' | "
                    + $"Set-Content -LiteralPath {Quoted(file.Path)}",
            };
        }
    }

    private AppFinding Ended(int code, IReadOnlyList<string> lines)
    {
        var secrets = service.Containers.SelectMany(container => (container["secrets"] as JsonArray ?? []).OfType<JsonObject>())
            .Select(secret => TaskDefinitionDocument.Text(secret["name"])).ToList();
        var message = FormattableString.Invariant($"The program ended with exit code {code} when its image was tried.")
            + (lines.Count == 0 ? "" : $" Its last lines: {string.Join(" | ", lines)}.");
        return secrets.Count == 0
            ? AppFinding.Error(service, FargateAppFindingCode.ProgramEnds, service.ServiceName, message, "Correct the program or its command.")
            : AppFinding.Warning(
                service,
                FargateAppFindingCode.ProgramEnds,
                service.ServiceName,
                message,
                $"It was tried without the secrets {string.Join(", ", secrets)}, and may need them. Otherwise, correct the program or its command.");
    }

    private IEnumerable<AppFinding> Answer(ContainerTrialResult result)
    {
        if (service.Route is not { } route || result.HealthyAfter is not null || !result.Answers.TryGetValue(route.Path, out var status))
        {
            yield break;
        }

        var better = result.Answers.Where(answer => answer.Key != route.Path && route.IsHealthy(answer.Value)).Select(answer => answer.Key).FirstOrDefault();
        yield return AppFinding.Error(
            service,
            FargateAppFindingCode.HealthPathFails,
            route.Path,
            FormattableString.Invariant($"The health check of the load balancer requests {route.Path}, and the program answers with the status {status} ")
                + $"instead of {route.Success}, so no task gets requests.",
            better is null ? $"Let the program answer {route.Path} with the status {route.Success}, or choose another path."
                : service.Source?.Position is not null ? service.InPlace($"write x-fargate: {{ route: {{ healthCheck: {better} }} }}.")
                : $"Use -HealthCheckPath {better}, which is answered with a status of a healthy program.",
            better is null || service.Source is not null ? null
                : $"Set-FargateRoute {route.Group} -LoadBalancer {route.LoadBalancer} -HealthCheckPath {better}");
    }

    private AppFinding? Slow(TimeSpan start)
        => service.Route is { } route && start > route.Patience
            ? TooShort(start, FormattableString.Invariant($"took {start.TotalSeconds:0} seconds to answer its health check when its image was tried")) : null;

    /// <summary>The start period of a container's own health check says how long its author expects a start to take.</summary>
    private IEnumerable<AppFinding> DeclaredStart()
    {
        var container = service.Route is { } route
            ? service.Containers.FirstOrDefault(found => TaskDefinitionDocument.Text(found["name"]) == route.Container) : null;
        var start = TaskDefinitionDocument.Text(container?["healthCheck"]?["startPeriod"]);
        if (int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && TimeSpan.FromSeconds(seconds) > service.Route!.GracePeriod)
        {
            yield return TooShort(
                TimeSpan.FromSeconds(seconds), FormattableString.Invariant($"may take {seconds} seconds to start (the start period of its health check)"));
        }
    }

    private AppFinding TooShort(TimeSpan start, string what)
    {
        var (grace, enough) = (service.Route!.GracePeriod, (int)Math.Ceiling(start.TotalSeconds / 10) * 10);
        return AppFinding.Warning(
            service,
            FargateAppFindingCode.GraceTooShort,
            FormattableString.Invariant($"{grace.TotalSeconds:0}s"),
            FormattableString.Invariant($"Service '{service.Name}' {what}, but failed health checks of the load balancer count after {grace.TotalSeconds:0} ")
                + "seconds, and ECS then replaces the task.",
            service.Source?.Position is not null ? service.InPlace(FormattableString.Invariant($"write x-fargate: {{ healthCheckGracePeriod: {enough}s }}."))
                : FormattableString.Invariant($"Use -HealthCheckGracePeriod {enough}s."),
            service.Set(FormattableString.Invariant($"-HealthCheckGracePeriod {enough}s")));
    }

    private static string Quoted(string path) => "'" + path.Replace("'", "''") + "'";
}
