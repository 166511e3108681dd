using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ec2;

/// <summary>Ids of EC2 resources: a prefix and hexadecimal digits. An id of another form is malformed, which is told from one that does not exist.</summary>
internal static class Ec2Ids
{
    private static readonly Dictionary<string, string> Malformed = new(StringComparer.Ordinal)
    {
        ["vpc"] = "InvalidVpcID.Malformed",
        ["subnet"] = "InvalidSubnetID.Malformed",
        ["sg"] = "InvalidGroupId.Malformed",
        ["sgr"] = "InvalidSecurityGroupRuleId.Malformed",
        ["eni"] = "InvalidNetworkInterfaceID.Malformed",
        ["igw"] = "InvalidInternetGatewayID.Malformed",
        ["rtb"] = "InvalidRouteTableID.Malformed",
        ["nat"] = "NatGatewayMalformed",
        ["vpce"] = "InvalidVpcEndpointId.Malformed",
    };

    private static readonly Regex Digits = new(@"\A[0-9a-f]{1,17}\z", RegexOptions.CultureInvariant);

    /// <summary>Refuses the first id that is malformed, and then the first that does not exist.</summary>
    /// <param name="prefix">The prefix of the ids, such as <c>subnet</c>.</param>
    /// <param name="ids">The ids of a request.</param>
    /// <param name="exists">Whether a resource has an id.</param>
    /// <param name="missing">The error for an id that no resource has.</param>
    public static void Require(string prefix, IReadOnlyList<string> ids, Predicate<string> exists, Func<string, AwsError> missing)
    {
        if (ids.FirstOrDefault(id => !IsWellFormed(prefix, id)) is { } wrong)
        {
            throw new AwsError(Malformed[prefix], $"Invalid id: \"{wrong}\" (expecting \"{prefix}-...\")");
        }

        if (ids.FirstOrDefault(id => !exists(id)) is { } unknown)
        {
            throw missing(unknown);
        }
    }

    /// <summary>The kind of a resource in ARNs, by its id.</summary>
    public static string KindOf(string id) => id.Split('-')[0] switch
    {
        "sg" => "security-group",
        "sgr" => "security-group-rule",
        "eni" => "network-interface",
        "igw" => "internet-gateway",
        "rtb" => "route-table",
        "nat" => "natgateway",
        "vpce" => "vpc-endpoint",
        var same => same,
    };

    private static bool IsWellFormed(string prefix, string id)
        => id.StartsWith(prefix + "-", StringComparison.Ordinal) && Digits.IsMatch(id.Substring(prefix.Length + 1));
}
