using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ec2;

/// <summary>Converts rules between requests, responses and the state.</summary>
internal static class SecurityRules
{
    private static readonly Regex Plain = new(@"\A[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*\z", RegexOptions.CultureInvariant);

    /// <summary>The rules in a request, in IpPermissions or in its older flat members.</summary>
    public static IReadOnlyList<SecurityRule> Read(JsonObject input, Func<string?, string?, SecurityGroup> findGroup)
    {
        var permissions = input.Objects("IpPermissions").ToList();
        if (input.Text("IpProtocol") is not null || input.Text("SourceSecurityGroupName") is not null)
        {
            permissions.Add(Flat(input));
        }

        if (permissions.Count == 0)
        {
            throw new AwsError("MissingParameter", "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
        }

        return permissions.SelectMany(permission => ReadPermission(permission, findGroup)).ToList();
    }

    /// <summary>Rules as EC2 describes them: one entry for each protocol and port range, with all its peers.</summary>
    public static JsonArray Describe(IEnumerable<SecurityRule> rules)
        => rules
            .GroupBy(rule => (rule.Protocol, rule.FromPort, rule.ToPort))
            .Select(group =>
            {
                var permission = new JsonObject { ["IpProtocol"] = group.Key.Protocol };
                if (group.Key.FromPort is not null)
                {
                    permission["FromPort"] = group.Key.FromPort;
                    permission["ToPort"] = group.Key.ToPort;
                }

                permission["UserIdGroupPairs"] = Peers(group, PeerKind.Group, "GroupId");
                permission["IpRanges"] = Peers(group, PeerKind.Ipv4, "CidrIp");
                permission["Ipv6Ranges"] = Peers(group, PeerKind.Ipv6, "CidrIpv6");
                permission["PrefixListIds"] = Peers(group, PeerKind.PrefixList, "PrefixListId");
                return permission;
            })
            .ToJson();

    /// <summary>Whether a text has only the characters that names and descriptions of security groups can have.</summary>
    public static bool IsPlain(string text) => Plain.IsMatch(text);

    private static JsonArray Peers(IEnumerable<SecurityRule> rules, PeerKind kind, string member)
        => rules.Where(rule => rule.Kind == kind).Select(rule =>
        {
            var peer = new JsonObject { [member] = rule.Peer };
            if (rule.Description is { } description)
            {
                peer["Description"] = description;
            }

            if (kind == PeerKind.Group)
            {
                peer["UserId"] = SandboxCloud.AccountId;
            }

            return peer;
        }).ToJson();

    private static JsonObject Flat(JsonObject input)
    {
        var permission = new JsonObject { ["IpProtocol"] = input.Text("IpProtocol") ?? "-1" };
        if (input.Integer("FromPort") is { } from)
        {
            permission["FromPort"] = from;
        }

        if (input.Integer("ToPort") is { } to)
        {
            permission["ToPort"] = to;
        }

        if (input.Text("CidrIp") is { } cidr)
        {
            permission["IpRanges"] = new JsonArray(new JsonObject { ["CidrIp"] = cidr });
        }

        if (input.Text("SourceSecurityGroupName") is { } source)
        {
            permission["UserIdGroupPairs"] = new JsonArray(new JsonObject { ["GroupName"] = source });
        }

        return permission;
    }

    private static List<SecurityRule> ReadPermission(JsonObject permission, Func<string?, string?, SecurityGroup> findGroup)
    {
        var protocol = ProtocolName(permission.Text("IpProtocol"));
        var (from, to) = Ports(protocol, permission);
        var rules = new List<SecurityRule>();
        void Add(PeerKind kind, string peer, JsonObject source)
            => rules.Add(new SecurityRule(Ec2Network.NewId("sgr"), protocol, from, to, kind, peer, CheckedDescription(source)));

        foreach (var range in permission.Objects("IpRanges"))
        {
            Add(PeerKind.Ipv4, CheckedCidr(range.Text("CidrIp"), AddressFamily.InterNetwork, 32), range);
        }

        foreach (var range in permission.Objects("Ipv6Ranges"))
        {
            Add(PeerKind.Ipv6, CheckedCidr(range.Text("CidrIpv6"), AddressFamily.InterNetworkV6, 128), range);
        }

        foreach (var pair in permission.Objects("UserIdGroupPairs"))
        {
            Add(PeerKind.Group, findGroup(pair.Text("GroupId"), pair.Text("GroupName")).Id, pair);
        }

        foreach (var list in permission.Objects("PrefixListIds"))
        {
            throw new AwsError("InvalidPrefixListID.NotFound", $"The prefix list ID '{list.Text("PrefixListId")}' does not exist");
        }

        if (rules.Count == 0)
        {
            throw new AwsError("MissingParameter", "The request must contain the parameter cidrIp or groupId of each permission.");
        }

        return rules;
    }

    private static string ProtocolName(string? text) => text?.ToLowerInvariant() switch
    {
        null => throw new AwsError("MissingParameter", "The request must contain the parameter ipProtocol"),
        "6" => "tcp",
        "17" => "udp",
        "1" => "icmp",
        "58" => "icmpv6",
        "all" => "-1",
        var known when known is "tcp" or "udp" or "icmp" or "icmpv6" or "-1" => known,
        var number when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 256 => number,
        _ => throw new AwsError(
            "InvalidParameterValue", $"Invalid value '{text}' for protocol. VPC security group rules must specify protocols explicitly."),
    };

    private static (long? From, long? To) Ports(string protocol, JsonObject permission)
    {
        if (protocol is not ("tcp" or "udp" or "icmp" or "icmpv6"))
        {
            return (null, null);
        }

        var (from, to) = (permission.Integer("FromPort"), permission.Integer("ToPort"));
        if (protocol is "icmp" or "icmpv6")
        {
            foreach (var (part, value) in new[] { ("type", from), ("code", to) })
            {
                if (value is < -1 or > 255)
                {
                    throw new AwsError("InvalidParameterValue", $"ICMP {part} ({value}) out of range");
                }
            }

            return (from ?? -1, to ?? -1);
        }

        if (from is null || to is null)
        {
            throw new AwsError(
                "InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
        }

        if (from is < 0 or > 65535 || to is < 0 or > 65535)
        {
            throw new AwsError("InvalidParameterValue", $"TCP/UDP port ({(from is < 0 or > 65535 ? from : to)}) out of range");
        }

        return from <= to
            ? (from, to)
            : throw new AwsError("InvalidParameterValue", "Invalid TCP/UDP port range (" + from + ":" + to + ")");
    }

    private static string? CheckedDescription(JsonObject source)
    {
        var description = source.Text("Description");
        return description is null || (description.Length <= 255 && IsPlain(description))
            ? description
            : throw new AwsError(
                "InvalidParameterValue",
                "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: "
                + " a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
    }

    private static string CheckedCidr(string? cidr, AddressFamily family, int most)
    {
        var parts = (cidr ?? "").Split('/');
        if (parts.Length != 2
            || !IPAddress.TryParse(parts[0], out var address)
            || address.AddressFamily != family
            || (family == AddressFamily.InterNetwork && parts[0].Split('.').Length != 4)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || bits > most)
        {
            throw new AwsError("InvalidParameterValue", $"CIDR block {cidr} is malformed");
        }

        // EC2 keeps the network: 10.0.0.5/24 is 10.0.0.0/24.
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Max(0, Math.Min(8, bits - (i * 8)));
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes) + "/" + parts[1];
    }
}
