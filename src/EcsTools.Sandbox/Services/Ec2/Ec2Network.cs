using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Sandbox.Services.Ec2;

/// <summary>A zone of the region.</summary>
internal sealed record Ec2Zone(string Name, string Id);

/// <summary>A public default subnet with 4,096 addresses.</summary>
internal sealed record Ec2Subnet(string Id, string VpcId, Ec2Zone Zone, string CidrBlock, int Index);

/// <summary>The network of a new account in a region: a VPC, a public subnet in each zone, an internet gateway and a route table.</summary>
internal sealed class Ec2Network
{
    public const string CidrBlock = "172.31.0.0/16";

    public Ec2Network(string region, string vpcId, string gatewayId, string routeTableId, IReadOnlyList<string> subnetIds)
    {
        VpcId = vpcId;
        GatewayId = gatewayId;
        RouteTableId = routeTableId;
        Subnets = subnetIds
            .Select((id, index) => new Ec2Subnet(
                id, vpcId, new Ec2Zone(region + (char)('a' + index), ZonePrefix(region) + (index + 1)), $"172.31.{index * 16}.0/20", index))
            .ToList();
    }

    public string VpcId { get; }

    public string GatewayId { get; }

    public string RouteTableId { get; }

    public IReadOnlyList<Ec2Subnet> Subnets { get; }

    public static Ec2Network New(string region)
        => new(region, NewId("vpc"), NewId("igw"), NewId("rtb"), new[] { NewId("subnet"), NewId("subnet"), NewId("subnet") });

    /// <summary>An id such as <c>sg-0123456789abcdef0</c>.</summary>
    public static string NewId(string prefix)
    {
        var bytes = new byte[8];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }

        var text = new StringBuilder(prefix).Append("-0");
        foreach (var value in bytes)
        {
            text.Append(value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    // us-east-1 → use1-az, eu-central-1 → euc1-az.
    private static string ZonePrefix(string region)
    {
        var parts = region.Split('-');
        var initials = parts.Skip(1).Take(parts.Length - 2).Select(part => part.Substring(0, 1));
        return parts[0] + string.Concat(initials) + parts[parts.Length - 1] + "-az";
    }
}
