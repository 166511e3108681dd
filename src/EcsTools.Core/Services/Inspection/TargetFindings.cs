using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services.Inspection;

/// <summary>Whether the load balancers can send requests to a container of a task definition.</summary>
internal sealed class TargetFindings(AwsConnection connection)
{
    private readonly HashSet<string> _usable = new(StringComparer.Ordinal);

    /// <summary>Whether the definition has the container and the port that get the requests.</summary>
    public static IEnumerable<AppFinding> OfPort(CheckedService service, FargateServiceTarget target)
    {
        var container = service.Containers.FirstOrDefault(found => TaskDefinitionDocument.Text(found["name"]) == target.ContainerName);
        var ports = (container?["portMappings"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var port = target.ContainerPort.ToString(CultureInfo.InvariantCulture);
        if (ports.Exists(mapping => TaskDefinitionDocument.Text(mapping["containerPort"]) == port))
        {
            yield break;
        }

        var others = ports.Select(mapping => TaskDefinitionDocument.Text(mapping["containerPort"])
            + (TaskDefinitionDocument.Text(mapping["protocol"]) == "udp" ? "/udp" : ""));
        yield return AppFinding.Error(
            service,
            FargateAppFindingCode.PortNotMapped,
            $"{target.ContainerName}:{port}",
            $"Target group '{NameOf(target.TargetGroupArn)}' sends requests to port {port} of container '{target.ContainerName}', "
                + "but the task definition has no " + (container is null ? "such container." : "such port there."),
            container is null ? $"Register the task definition with a container '{target.ContainerName}'."
                : $"Register the task definition with port {port} of the container.",
            container is null ? null : service.Derive($"-ContainerName {target.ContainerName} -Port {string.Join(",", others.Append(port))}"));
    }

    /// <summary>Whether the target groups exist, have the type ip, and get requests.</summary>
    public async Task<IReadOnlyList<AppFinding>> OfGroupsAsync(
        CheckedService service, FargateServiceTarget target, CancellationToken cancellationToken)
    {
        var findings = new List<AppFinding>();
        foreach (var arn in new[] { target.TargetGroupArn, target.AlternateTargetGroupArn }.OfType<string>())
        {
            if (await OfGroupAsync(service, target, arn, cancellationToken).ConfigureAwait(false) is { } finding)
            {
                findings.Add(finding);
            }
            else
            {
                _usable.Add(arn);
            }
        }

        return findings;
    }

    /// <summary>How the load balancer reaches the tasks; null if a finding says that it does not.</summary>
    public CheckedRoute? RouteOf(CheckedService service, FargateServiceTarget target) => !_usable.Contains(target.TargetGroupArn) ? null : new CheckedRoute
    {
        LoadBalancer = "",
        Group = NameOf(target.TargetGroupArn),
        TargetGroupArn = target.TargetGroupArn,
        Port = target.ContainerPort,
        Container = target.ContainerName ?? service.ServiceName,
    };

    private async Task<AppFinding?> OfGroupAsync(
        CheckedService service, FargateServiceTarget target, string arn, CancellationToken cancellationToken)
    {
        var name = NameOf(arn);
        try
        {
            // The other group of a deployment that moves traffic has the same rule, so it counts as used.
            return await BalancerAccess.FindAsync(connection, arn, cancellationToken).ConfigureAwait(false) is not { LoadBalancers.Count: 0 } ? null
                : AppFinding.Warning(
                    service,
                    FargateAppFindingCode.TargetGroupUnused,
                    name,
                    $"No listener forwards to target group '{name}', so the service gets no requests.",
                    "Add a route to it.",
                    $"Add-FargateRoute -Path /{name}* -Name {name}");
        }
        catch (EcsToolsException problem) when (problem.Is(ErrorCodes.TargetGroupNotFound) || problem.Is(ErrorCodes.TargetGroupOfOtherType))
        {
            var isMissing = problem.Is(ErrorCodes.TargetGroupNotFound);
            return AppFinding.Error(
                service,
                isMissing ? FargateAppFindingCode.TargetGroupMissing : FargateAppFindingCode.TargetGroupType,
                name,
                problem.Message,
                Anew(service.Current!, isMissing ? name : name + "-ip", target.ContainerPort));
        }
    }

    /// <summary>How the service gets another target group. It is no fix that runs by itself, because the service is away in between.</summary>
    private static string Anew(FargateService service, string name, int port)
        => "Set-FargateService adds a target group, but removes none. So remove the service and create it again, with its other settings: "
            + $"Remove-FargateService {service.ServiceName} -Cluster {service.Cluster} -Force; "
            + FormattableString.Invariant($"Add-FargateRoute -Path /{name}* -Name {name} -ContainerPort {port} | ")
            + FormattableString.Invariant(
                $"New-FargateService {service.ServiceName} {service.TaskDefinition} -Cluster {service.Cluster} -DesiredCount {service.DesiredCount}");

    /// <summary>The name in an ARN such as <c>arn:…:targetgroup/web/0123456789abcdef</c>.</summary>
    private static string NameOf(string arn) => AwsArn.Parse(arn).Resource.Split('/').ElementAtOrDefault(1) ?? arn;
}
