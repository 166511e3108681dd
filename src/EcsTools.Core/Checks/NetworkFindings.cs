using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Failures;
using EcsTools.Failures.Rules;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;

namespace EcsTools.Checks;

/// <summary>Checks that tasks reach what they need, and that the load balancer reaches the tasks.</summary>
internal sealed class NetworkFindings(AwsConnection connection)
{
    // The groups that EcsTools creates have this prefix. Its commands open them where needed.
    private const string OwnPrefix = "ecstools-";

    private readonly NetworkProbe _probe = new(connection);

    public async Task<IReadOnlyList<AppFinding>> OfAsync(CheckedService service, CancellationToken cancellationToken)
    {
        var findings = new List<AppFinding>();
        findings.AddRange(await WayOutAsync(service, cancellationToken).ConfigureAwait(false));
        findings.AddRange(await AdmissionAsync(service, cancellationToken).ConfigureAwait(false));
        return findings;
    }

    /// <summary>Whether the tasks reach the registry from their subnets.</summary>
    public async Task<IReadOnlyList<AppFinding>> WayOutAsync(CheckedService service, CancellationToken cancellationToken)
    {
        var closed = new List<NetworkFacts>();
        foreach (var subnet in service.Subnets)
        {
            if (await _probe.AskAsync(subnet, service.AssignsPublicIp, cancellationToken).ConfigureAwait(false) is { } facts
                && (facts.Way == EgressKind.None || (facts.Way == EgressKind.InternetGateway && !service.AssignsPublicIp))
                && (Endpoints(service) is not { } needed || facts.Lacks(needed).Count > 0))
            {
                closed.Add(facts);
            }
        }

        if (closed.Count == 0)
        {
            return [];
        }

        var names = string.Join(", ", closed.Select(facts => facts.SubnetId));
        var needsAddress = closed.TrueForAll(facts => facts.Way == EgressKind.InternetGateway);
        var open = needsAddress ? null : await PublicSubnetsAsync(closed[0].VpcId, cancellationToken).ConfigureAwait(false);
        var endpoints = Endpoints(service) is { } list ? $", or create VPC endpoints for {string.Join(", ", list)}" : "";
        return
        [
            AppFinding.Error(
                service,
                FargateAppFindingCode.NoWayOut,
                names,
                needsAddress ? $"The tasks have no public address, and {names} {(closed.Count == 1 ? "leads" : "lead")} out only through an internet gateway, "
                        + "so they cannot reach the registry."
                    : $"There is no route to the internet from {names}, so the tasks cannot reach the registry.",
                (needsAddress ? "Give the tasks public addresses, or use subnets with a NAT gateway"
                    : open is null ? "Use subnets with a route to the internet" : $"Use -Subnet {open}, or add a route to a NAT gateway") + endpoints + ".",
                needsAddress ? service.Set("-AssignPublicIp") : open is null ? null : service.Set($"-Subnet {open} -AssignPublicIp")),
        ];
    }

    /// <summary>The endpoints with which tasks need no internet; null if an image is in another registry than ECR.</summary>
    private static string[]? Endpoints(CheckedService service)
    {
        var images = service.Containers.Select(container => TaskDefinitionDocument.Text(container["image"]) ?? "");
        if (!images.All(image => Reference.TryParse(image)?.Registry?.Contains(".dkr.ecr.") == true))
        {
            return null;
        }

        var secrets = service.Containers.SelectMany(container => (container["secrets"] as JsonArray ?? []).OfType<JsonObject>())
            .Select(secret => TaskDefinitionDocument.Text(secret["valueFrom"]) ?? "").ToList();
        var isLogged = service.Containers.Any(container => TaskDefinitionDocument.Text(container["logConfiguration"]?["logDriver"]) == "awslogs");
        return
        [
            "ecr.api", "ecr.dkr", "s3",
            .. isLogged ? new[] { "logs" } : [],
            .. secrets.Exists(secret => secret.Contains(":secretsmanager:")) ? new[] { "secretsmanager" } : [],
            .. secrets.Exists(secret => !secret.Contains(":secretsmanager:")) ? new[] { "ssm" } : [],
        ];
    }

    /// <summary>Public subnets of the same VPC, which a service can move to; null if they are not known.</summary>
    private async Task<string?> PublicSubnetsAsync(string vpc, CancellationToken cancellationToken)
    {
        try
        {
            var subnets = await new TaskSubnets(connection).OfDefaultVpcAsync(cancellationToken).ConfigureAwait(false);
            return subnets[0].VpcId == vpc ? string.Join(",", subnets.Select(subnet => subnet.SubnetId)) : null;
        }
        catch (EcsToolsException problem) when (problem.Is(ErrorCodes.NoDefaultNetwork))
        {
            return null;
        }
    }

    /// <summary>Whether the security groups of the tasks admit the load balancer of the route.</summary>
    public async Task<IReadOnlyList<AppFinding>> AdmissionAsync(CheckedService service, CancellationToken cancellationToken)
    {
        if (service is not { Current: { SecurityGroups.Count: > 0 } current, Route: { TargetGroupArn: { } group, Port: { } port } }
            || await BalancerAccess.FindAsync(connection, group, cancellationToken).ConfigureAwait(false) is not { LoadBalancers.Count: > 0 } balancer)
        {
            return [];
        }

        var groups = await connection.UnlessDeniedAsync(
            () => new SecurityGroups(connection).NamedAsync(current.SecurityGroups, cancellationToken),
            [],
            "It was not checked whether the tasks admit the load balancer").ConfigureAwait(false);
        if (groups.Count == 0 || balancer.IsAdmittedBy(groups, port))
        {
            return [];
        }

        var isOwn = groups.Exists(found => found.GroupName.StartsWith(OwnPrefix, StringComparison.Ordinal));
        var names = string.Join(", ", current.SecurityGroups);
        return
        [
            AppFinding.Error(
                service,
                FargateAppFindingCode.BalancerNotAdmitted,
                names,
                FormattableString.Invariant($"The security groups {names} do not admit load balancer '{balancer.LoadBalancers[0]}' at port {port}, so its ")
                    + "health checks fail, and the service gets no requests.",
                FormattableString.Invariant($"Allow TCP port {port} from {balancer.SecurityGroups[0]} in {current.SecurityGroups[0]}."),
                isOwn ? service.Set(FormattableString.Invariant($"-TargetGroupArn {group} -ContainerPort {port}"))
                    : balancer.AdmitCommand(current.SecurityGroups[0], port)),
        ];
    }
}
