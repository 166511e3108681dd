using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The place of tasks in the VPC, and their network interfaces.</summary>
internal sealed class TaskNetworking
{
    private readonly SandboxCloud _cloud;

    public TaskNetworking(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    private Ec2Service Ec2 => _cloud.Service<Ec2Service>();

    /// <summary>Checks a network configuration, and gives one placement for each of its subnets.</summary>
    public IReadOnlyList<TaskPlacement> Placements(AwsvpcConfiguration? network)
    {
        if (network is null)
        {
            throw EcsErrors.InvalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }

        RequireCount("subnets", network.Subnets, 16);
        RequireCount("securityGroups", network.SecurityGroups, 5);
        if (network.Subnets.Count == 0)
        {
            throw EcsErrors.InvalidParameter("subnets can not be empty.");
        }

        var subnets = network.Subnets.Select(id => Ec2.FindSubnet(id) ?? throw EcsErrors.InvalidParameter(
            $"Error retrieving subnet information for [{string.Join(", ", network.Subnets)}]: The subnet ID '{id}' does not exist "
            + "(ErrorCode: InvalidSubnetID.NotFound)")).ToList();
        if (subnets.Select(subnet => subnet.VpcId).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw EcsErrors.InvalidParameter("Subnets should belong to the same VPC.");
        }

        CheckGroups(network.SecurityGroups, subnets[0].VpcId);
        return network.Subnets
            .Select((id, index) => new TaskPlacement(id, subnets[index].Zone.Name, network.SecurityGroups, network.AssignPublicIp))
            .ToList();
    }

    /// <summary>Creates the network interface of a task.</summary>
    /// <param name="placement">Where the task runs.</param>
    /// <param name="taskArn">The task.</param>
    /// <param name="address">The real address of the task, or null if it has none.</param>
    public AttachedInterface Attach(TaskPlacement placement, string taskArn, string? address)
    {
        var card = Ec2.AttachInterface(placement.SubnetId, placement.SecurityGroups, placement.PublicAddress, taskArn, address);
        var name = $"ip-{card.PrivateIp.Replace('.', '-')}.ec2.internal";
        return new AttachedInterface(card.Id, card.MacAddress, name, card.PrivateIp);
    }

    public void Release(string interfaceId) => Ec2.ReleaseInterface(interfaceId);

    private static void RequireCount(string member, IReadOnlyList<string> items, int most)
    {
        if (items.Count > most)
        {
            throw EcsErrors.InvalidParameter(FormattableString.Invariant($"{member} can have at most {most} items."));
        }
    }

    private void CheckGroups(IReadOnlyList<string> groups, string vpcId)
    {
        foreach (var id in groups)
        {
            var group = Ec2.FindGroup(id) ?? throw EcsErrors.InvalidParameter(
                $"Error retrieving security group information for [{string.Join(", ", groups)}]: The security group '{id}' does not exist "
                + "(ErrorCode: InvalidGroup.NotFound)");
            if (group.VpcId != vpcId)
            {
                throw EcsErrors.InvalidParameter($"Security group {id} does not appear to belong to the same VPC as the input subnets.");
            }
        }
    }
}
