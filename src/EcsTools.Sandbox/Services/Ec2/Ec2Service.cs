using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ec2;

/// <summary>The part of EC2 that tasks need: the default VPC, security groups and the interfaces of tasks.</summary>
internal sealed partial class Ec2Service : SandboxService, ITaggedResources
{
    private readonly object _gate = new();
    private readonly List<SecurityGroup> _groups = new();
    private readonly Dictionary<string, SortedDictionary<string, string>> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NetworkInterface> _interfaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);
    private Ec2Network _network;

    public Ec2Service(SandboxCloud cloud)
        : base("AWSSDK.EC2", cloud)
    {
        _network = Ec2Network.New(cloud.Region);
        _groups.Add(DefaultGroup(Ec2Network.NewId("sg")));
        ServeLocked("DescribeVpcs", DescribeVpcs);
        ServeLocked("DescribeSubnets", DescribeSubnets);
        ServeLocked("DescribeAvailabilityZones", DescribeAvailabilityZones);
        ServeLocked("DescribeRegions", DescribeRegions);
        ServeLocked("DescribeInternetGateways", DescribeInternetGateways);
        ServeLocked("DescribeRouteTables", DescribeRouteTables);
        ServeLocked("DescribeNatGateways", _ => new JsonObject { ["NatGateways"] = new JsonArray() });
        ServeLocked("DescribeVpcEndpoints", _ => new JsonObject { ["VpcEndpoints"] = new JsonArray() });
        ServeLocked("DescribeNetworkInterfaces", DescribeNetworkInterfaces);
        ServeLocked("DescribeSecurityGroups", DescribeSecurityGroups);
        ServeLocked("CreateSecurityGroup", CreateSecurityGroup);
        ServeLocked("DeleteSecurityGroup", DeleteSecurityGroup);
        ServeLocked("AuthorizeSecurityGroupIngress", AuthorizeSecurityGroupIngress);
        ServeLocked("RevokeSecurityGroupIngress", RevokeSecurityGroupIngress);
        ServeLocked("CreateTags", CreateTags);
    }

    /// <summary>The one VPC.</summary>
    public string VpcId => _network.VpcId;

    /// <summary>The subnet with this id, or null.</summary>
    public Ec2Subnet? FindSubnet(string id) => _network.Subnets.FirstOrDefault(subnet => subnet.Id == id);

    /// <summary>How many addresses of a subnet no interface has.</summary>
    public int FreeAddresses(Ec2Subnet subnet)
    {
        lock (_gate)
        {
            return FreeAddressesLocked(subnet);
        }
    }

    /// <summary>Whether an address is in the block of a subnet, or belongs to an interface.</summary>
    public bool IsInVpc(string address)
    {
        lock (_gate)
        {
            return address.StartsWith("172.31.", StringComparison.Ordinal) || _interfaces.Values.Any(item => item.PrivateIp == address);
        }
    }

    /// <summary>The security group with this id, or null.</summary>
    public SecurityGroup? FindGroup(string id)
    {
        lock (_gate)
        {
            return _groups.Find(group => group.Id == id);
        }
    }

    /// <summary>The VPC's default group, for a task whose request names none.</summary>
    public SecurityGroup FindDefaultGroup()
    {
        lock (_gate)
        {
            return _groups.First(group => group.Name == "default");
        }
    }

    /// <summary>The tags of a resource; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(string resourceId)
    {
        lock (_gate)
        {
            return TagsOfLocked(resourceId);
        }
    }

    /// <summary>Creates an interface for a task in a subnet, with a private address and, if requested, a public one.</summary>
    /// <param name="subnetId">The subnet.</param>
    /// <param name="groupIds">Its security groups; if empty, the default group.</param>
    /// <param name="withPublicIp">Whether it has a public address.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="address">The private address, if the task already has a real one; otherwise null.</param>
    public NetworkInterface AttachInterface(
        string subnetId, IReadOnlyList<string> groupIds, bool withPublicIp, string description, string? address = null)
    {
        lock (_gate)
        {
            var subnet = FindSubnet(subnetId) ?? throw NoSubnet(subnetId);
            var used = _addresses[subnetId] = _addresses.TryGetValue(subnetId, out var last) ? (last + 1) % 4000 : 0;

            // The first four addresses of a subnet are AWS's own.
            var host = used + 4;
            var ip = address ?? $"172.31.{subnet.Index * 16 + host / 256}.{host % 256}";

            // 203.0.113.0/24 is reserved for documentation, so the addresses belong to nobody.
            var publicIp = withPublicIp ? $"203.0.113.{1 + used % 254}" : null;
            var id = Ec2Network.NewId("eni");
            var mac = "0e:" + string.Join(":", Enumerable.Range(0, 5).Select(i => id.Substring(6 + i * 2, 2)));
            var groups = groupIds.Count > 0 ? groupIds : new[] { FindDefaultGroup().Id };
            return _interfaces[id] = new NetworkInterface(
                id, subnet, groups.ToList(), ip, publicIp, mac, description, Cloud.Clock.EpochSeconds);
        }
    }

    /// <summary>Deletes an interface.</summary>
    public void ReleaseInterface(string id)
    {
        lock (_gate)
        {
            _interfaces.Remove(id);
        }
    }

    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_gate)
        {
            return _tags
                .Select(resource => new TaggedResource(Cloud.Arn("ec2", $"{Ec2Ids.KindOf(resource.Key)}/{resource.Key}"), [.. resource.Value]))
                .ToList();
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return Ec2State.Save(_network, _groups, _tags);
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            _network = Ec2State.Load(state.AsObject(), Cloud.Region, _groups, _tags);
        }
    }

    private static AwsError NoVpc(string id) => new("InvalidVpcID.NotFound", $"The vpc ID '{id}' does not exist");

    private int FreeAddressesLocked(Ec2Subnet subnet) => 4091 - _interfaces.Values.Count(item => item.Subnet.Id == subnet.Id);

    private static AwsError NoSubnet(string id) => new("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist");

    private static AwsError NoGroup(string id) => new("InvalidGroup.NotFound", $"The security group '{id}' does not exist");

    private SecurityGroup DefaultGroup(string id)
    {
        var group = new SecurityGroup(id, "default", "default VPC security group", _network.VpcId);
        group.Ingress.Add(new SecurityRule(Ec2Network.NewId("sgr"), "-1", null, null, PeerKind.Group, id, null));
        return group;
    }

    private void ServeLocked(string operation, Func<JsonObject, JsonObject> handler)
        => Serve(operation, call =>
        {
            if (call.Input.Flag("DryRun") ?? false)
            {
                throw new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
            }

            lock (_gate)
            {
                return handler(call.Input);
            }
        });

    private IReadOnlyDictionary<string, string> TagsOfLocked(string id)
        => _tags.TryGetValue(id, out var tags) ? tags : new SortedDictionary<string, string>();

    private JsonArray DescribeTags(string id)
        => TagsOfLocked(id).Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToJson();

    private JsonObject CreateTags(JsonObject input)
    {
        var resources = input.Texts("Resources");
        foreach (var id in resources)
        {
            if (!Exists(id))
            {
                throw new AwsError("InvalidID", $"The ID '{id}' is not valid");
            }
        }

        foreach (var id in resources)
        {
            SetTags(id, input.Objects("Tags"));
        }

        return new JsonObject();
    }

    private bool Exists(string id)
        => id == _network.VpcId || id == _network.GatewayId || id == _network.RouteTableId || FindSubnet(id) is not null
            || _groups.Exists(group => group.Id == id) || _interfaces.ContainsKey(id);

    private void SetTags(string id, IReadOnlyList<JsonObject> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }

        var kept = _tags.TryGetValue(id, out var known) ? known : _tags[id] = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            var key = tag.Text("Key") ?? "";
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw new AwsError("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
            }

            kept[key] = tag.Text("Value") ?? "";
        }

        if (kept.Count > 50)
        {
            throw new AwsError("TagLimitExceeded", "The maximum number of tags for a resource has been reached.");
        }

        Cloud.NoteChange(this);
    }

    /// <summary>Refuses pages of what the request names.</summary>
    private static void RequirePlain(JsonObject input, IReadOnlyList<string> names)
    {
        if (names.Count > 0 && input.Integer("MaxResults") is not null)
        {
            throw new AwsError(
                "InvalidParameterCombination", "The parameter MaxResults cannot be used with a list of ids or names in the same request");
        }
    }

    /// <summary>One page of the results of a Describe call. MaxResults is 5 to 1000. Without it, all results are returned.</summary>
    private static (IReadOnlyList<T> Items, string? Token) Page<T>(IReadOnlyList<T> found, Func<T, string> key, JsonObject input)
        => Paging.Page(
            found,
            key,
            input.Text("NextToken"),
            (int)(input.Integer("MaxResults") ?? int.MaxValue),
            () => new AwsError("InvalidNextToken", "The token is not valid."));

    private static JsonObject WithToken(JsonObject output, string? token)
    {
        if (token is not null)
        {
            output["NextToken"] = token;
        }

        return output;
    }
}
