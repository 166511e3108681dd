using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Checks;
using EcsTools.Models;

namespace EcsTools.Services.Inspection;

/// <summary>Whether the network of a service exists, leads out, and lets the load balancers in.</summary>
internal sealed class NetworkInspection(AwsConnection connection)
{
    private readonly NetworkFindings _network = new(connection);
    private readonly TargetFindings _targets = new(connection);

    public async Task<IReadOnlyList<AppFinding>> OfAsync(CheckedService service, CancellationToken cancellationToken)
    {
        var subnets = Missing(
            service, FargateAppFindingCode.SubnetMissing, "subnet", "-Subnet", service.Subnets,
            await connection.UnlessDeniedAsync<IReadOnlyList<string>?>(
                () => SubnetsAsync(service.Subnets, cancellationToken), null, "It was not checked whether the subnets exist").ConfigureAwait(false));
        var wanted = service.Current!.SecurityGroups;
        var groups = Missing(
            service, FargateAppFindingCode.SecurityGroupMissing, "security group", "-SecurityGroup", wanted,
            await connection.UnlessDeniedAsync<IReadOnlyList<string>?>(
                () => GroupsAsync(wanted, cancellationToken), null, "It was not checked whether the security groups exist").ConfigureAwait(false));
        var findings = subnets.Concat(groups).ToList();
        findings.AddRange(await _network.WayOutAsync(service, cancellationToken).ConfigureAwait(false));
        foreach (var target in service.Current.Targets)
        {
            findings.AddRange(TargetFindings.OfPort(service, target));
            findings.AddRange(await _targets.OfGroupsAsync(service, target, cancellationToken).ConfigureAwait(false));
            if (groups.Count == 0 && _targets.RouteOf(service, target) is { } route)
            {
                findings.AddRange(await _network.AdmissionAsync(service with { Route = route }, cancellationToken).ConfigureAwait(false));
            }
        }

        return findings;
    }

    // With a filter, EC2 leaves out what does not exist. Ids would make it refuse the whole call.
    private async Task<IReadOnlyList<string>?> SubnetsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
        => ids.Count == 0 ? ids : ((await connection.Ec2.DescribeSubnetsAsync(
            new DescribeSubnetsRequest { Filters = [new Filter { Name = "subnet-id", Values = ids.ToList() }] }, cancellationToken).ConfigureAwait(false))
            .Subnets ?? []).Select(subnet => subnet.SubnetId).ToList();

    private async Task<IReadOnlyList<string>?> GroupsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
        => ids.Count == 0 ? ids : ((await connection.Ec2.DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest { Filters = [new Filter { Name = "group-id", Values = ids.ToList() }] }, cancellationToken)
            .ConfigureAwait(false)).SecurityGroups ?? []).Select(group => group.GroupId).ToList();

    private static List<AppFinding> Missing(
        CheckedService service, FargateAppFindingCode code, string what, string parameter, IReadOnlyList<string> wanted, IReadOnlyList<string>? there)
    {
        var left = wanted.Where(id => there?.Contains(id) != false).ToList();
        return wanted.Except(left).Select(id => AppFinding.Error(
            service,
            code,
            id,
            $"The {what} {id} of service '{service.ServiceName}' does not exist, so its tasks do not start.",
            left.Count == 0 ? $"Choose another {what} for the service with Set-FargateService {parameter}." : $"Leave the {what} out.",
            left.Count == 0 ? null : service.Set($"{parameter} {string.Join(",", left)}"))).ToList();
    }
}
