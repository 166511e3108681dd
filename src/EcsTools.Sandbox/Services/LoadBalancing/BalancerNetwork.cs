using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ec2;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The place of load balancers in the VPC: subnets, security groups and network interfaces.</summary>
internal sealed class BalancerNetwork
{
    /// <summary>How many free addresses a subnet must have.</summary>
    private const int FreeAddresses = 8;

    private readonly SandboxCloud _cloud;

    public BalancerNetwork(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    private Ec2Service Ec2 => _cloud.Service<Ec2Service>();

    public bool HasVpc(string id) => Ec2.VpcId == id;

    /// <summary>The subnets of a request, one in each of two or more zones.</summary>
    public IReadOnlyList<Ec2Subnet> Subnets(JsonObject input)
    {
        var (ids, mappings) = (input.Texts("Subnets"), input.Objects("SubnetMappings"));
        if (ids.Count > 0 && mappings.Count > 0)
        {
            throw LoadBalancingErrors.Invalid("You can specify either subnets or subnet mappings, but not both");
        }

        foreach (var mapping in mappings)
        {
            CheckMapping(mapping);
        }

        var subnets = (mappings.Count > 0 ? mappings.Select(mapping => mapping.Text("SubnetId") ?? "") : ids).Select(Subnet).ToList();
        var zones = subnets.Select(subnet => subnet.Zone.Name).Distinct(StringComparer.Ordinal).Count();
        if (zones < 2)
        {
            throw LoadBalancingErrors.Invalid("At least two subnets in two different Availability Zones must be specified");
        }

        return zones == subnets.Count
            ? subnets
            : throw LoadBalancingErrors.Configuration("A load balancer cannot be attached to multiple subnets in the same Availability Zone");
    }

    /// <summary>The security groups of a request, or the default group of the VPC.</summary>
    public IReadOnlyList<string> SecurityGroups(JsonObject input, string vpcId)
    {
        var ids = input.Texts("SecurityGroups").Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count > LoadBalancingQuotas.SecurityGroups)
        {
            throw LoadBalancingErrors.Configuration("The maximum number of security groups per load balancer has been reached");
        }

        foreach (var id in ids)
        {
            if (!id.StartsWith("sg-", StringComparison.Ordinal))
            {
                throw LoadBalancingErrors.Invalid($"Security group '{id}' is not valid");
            }

            var group = Ec2.FindGroup(id) ?? throw new AwsError("InvalidSecurityGroup", $"The security group '{id}' does not exist");
            if (group.VpcId != vpcId)
            {
                throw LoadBalancingErrors.Configuration($"The security group '{id}' does not belong to VPC '{vpcId}'");
            }
        }

        return ids.Count > 0 ? ids : [Ec2.FindDefaultGroup().Id];
    }

    /// <summary>Refuses an IP address type that the scheme or the subnets do not have.</summary>
    public static void CheckAddressType(string type, string scheme)
    {
        if (type == "ipv4")
        {
            return;
        }

        if (type == "dualstack-without-public-ipv4" && scheme == "internal")
        {
            throw new AwsError("InvalidScheme", $"The IP address type '{type}' is supported only for load balancers with the scheme 'internet-facing'");
        }

        // No subnet of the sandbox has an IPv6 block.
        throw LoadBalancingErrors.Configuration("You must specify subnets with an associated IPv6 CIDR block.");
    }

    /// <summary>Gives a load balancer one network interface in each of its subnets, in place of those that it has.</summary>
    public void Attach(LoadBalancer balancer)
    {
        Detach(balancer);
        foreach (var subnet in balancer.Subnets)
        {
            var card = Ec2.AttachInterface(subnet.Id, balancer.SecurityGroups, balancer.Scheme == "internet-facing", "ELB " + balancer.Label);
            balancer.Interfaces.Add(card.Id);
        }
    }

    public void Detach(LoadBalancer balancer)
    {
        foreach (var card in balancer.Interfaces)
        {
            Ec2.ReleaseInterface(card);
        }

        balancer.Interfaces.Clear();
    }

    /// <summary>Whether an address is in the VPC: in a subnet, or the address of a network interface.</summary>
    public bool IsInVpc(string address) => Ec2.IsInVpc(address);

    private static void CheckMapping(JsonObject mapping)
    {
        foreach (var member in new[] { "AllocationId", "PrivateIPv4Address", "IPv6Address", "SourceNatIpv6Prefix" })
        {
            if (mapping[member] is not null)
            {
                throw LoadBalancingErrors.Configuration($"{member} cannot be specified for load balancers of type 'application'");
            }
        }
    }

    private Ec2Subnet Subnet(string id)
    {
        var subnet = Ec2.FindSubnet(id) ?? throw new AwsError("SubnetNotFound", $"The subnet ID '{id}' does not exist");
        return Ec2.FreeAddresses(subnet) >= FreeAddresses
            ? subnet
            : throw new AwsError(
                "InvalidSubnet",
                $"Not enough IP space available in {id}. ELB requires at least {FreeAddresses} free IP addresses in each subnet.");
    }
}
