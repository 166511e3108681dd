using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Refuses the targets that Elastic Load Balancing refuses. Used under the lock of the service.</summary>
internal sealed class TargetRules
{
    // RFC 1918 and RFC 6598.
    private static readonly (uint Network, int Bits)[] PrivateBlocks =
    [
        (0x0A000000, 8), (0xAC100000, 12), (0xC0A80000, 16), (0x64400000, 10),
    ];

    private static readonly Regex Instance = new("^i-([0-9a-f]{8}|[0-9a-f]{17})$", RegexOptions.CultureInvariant);

    private readonly LoadBalancingStore _store;
    private readonly BalancerNetwork _network;

    public TargetRules(LoadBalancingStore store, BalancerNetwork network)
    {
        _store = store;
        _network = network;
    }

    /// <summary>The target that a description names, without a check that it exists.</summary>
    public static RegisteredTarget Read(TargetGroup group, JsonObject from)
    {
        var id = from.Text("Id")!;
        if (group.TargetType == TargetTypes.Ip)
        {
            id = (IPAddress.TryParse(id, out var address) ? address : throw LoadBalancingErrors.Invalid($"The IP address '{id}' is not valid")).ToString();
        }
        else if (group.TargetType == TargetTypes.Instance && !Instance.IsMatch(id))
        {
            throw LoadBalancingErrors.Invalid($"Instance ID '{id}' is not valid");
        }
        else if (group.TargetType is TargetTypes.Alb or TargetTypes.Lambda && !id.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw LoadBalancingErrors.Invalid($"'{id}' is not a valid ARN");
        }

        return new RegisteredTarget(id, (int)(from.Integer("Port") ?? group.Port ?? 0)) { Zone = from.Text("AvailabilityZone") };
    }

    /// <summary>Requires that a target can be registered with the group.</summary>
    public void Check(TargetGroup group, RegisteredTarget target)
    {
        switch (group.TargetType)
        {
            case TargetTypes.Ip:
                CheckAddress(target);
                break;
            case TargetTypes.Instance:
                // The sandbox has no instances.
                throw LoadBalancingErrors.Target($"The following targets are not in a running state and cannot be registered: '{target.Id}'");
            case TargetTypes.Lambda:
                throw LoadBalancingErrors.Target($"The function '{target.Id}' does not exist. The sandbox has no functions.");
            default:
                if (_store.FindBalancer(target.Id) is not { } balancer || balancer.Listeners.TrueForAll(listener => listener.Port != target.Port))
                {
                    throw LoadBalancingErrors.Target(
                        $"The load balancer '{target.Id}' does not exist, or it has no listener on port {target.Port}");
                }

                break;
        }
    }

    private void CheckAddress(RegisteredTarget target)
    {
        var address = IPAddress.Parse(target.Id);
        if (address.AddressFamily != AddressFamily.InterNetwork)
        {
            throw LoadBalancingErrors.Target($"The IP address '{target.Id}' is not of the IP address type 'ipv4' of the target group");
        }

        if (_network.IsInVpc(target.Id))
        {
            return;
        }

        if (!PrivateBlocks.Any(block => IsIn(address, block.Network, block.Bits)))
        {
            throw LoadBalancingErrors.Target(
                $"The IP address '{target.Id}' is not in the VPC, nor in the RFC 1918 or RFC 6598 ranges");
        }

        if (target.Zone is null)
        {
            throw LoadBalancingErrors.Invalid($"The Availability Zone is required for IP address '{target.Id}' because it is not in the VPC");
        }
    }

    private static bool IsIn(IPAddress address, uint network, int bits)
    {
        var bytes = address.GetAddressBytes();
        var value = (uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]);
        return value >> (32 - bits) == network >> (32 - bits);
    }
}
