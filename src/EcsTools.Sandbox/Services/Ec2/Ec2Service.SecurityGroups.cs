using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ec2;

/// <content>Security groups.</content>
internal sealed partial class Ec2Service
{
    /// <summary>Rules per group in one direction (Amazon VPC quotas).</summary>
    private const int RulesLimit = 60;

    /// <summary>Security groups of a region (Amazon VPC quotas).</summary>
    private const int GroupsLimit = 2500;

    /// <summary>Egress cannot be changed in the sandbox. It stays as in a new group.</summary>
    private static readonly SecurityRule AllOut = new("", "-1", null, null, PeerKind.Ipv4, "0.0.0.0/0", null);

    private JsonObject DescribeSecurityGroups(JsonObject input)
    {
        var (ids, names) = (input.Texts("GroupIds"), input.Texts("GroupNames"));
        RequirePlain(input, [.. ids, .. names]);
        Ec2Ids.Require("sg", ids, id => _groups.Exists(group => group.Id == id), NoGroup);

        if (names.FirstOrDefault(name => !_groups.Exists(group => group.Name == name)) is { } unknownName)
        {
            throw new AwsError(
                "InvalidGroup.NotFound", $"The security group '{unknownName}' does not exist in default VPC '{_network.VpcId}'");
        }

        var found = Ec2Filters.Apply(
            _groups.Where(group => (ids.Count == 0 || ids.Contains(group.Id)) && (names.Count == 0 || names.Contains(group.Name))),
            input,
            new Dictionary<string, Func<SecurityGroup, IEnumerable<string>>>
            {
                ["group-id"] = group => new[] { group.Id },
                ["group-name"] = group => new[] { group.Name },
                ["description"] = group => new[] { group.Description },
                ["vpc-id"] = group => new[] { group.VpcId },
                ["owner-id"] = _ => new[] { SandboxCloud.AccountId },
                ["ip-permission.cidr"] = group => group.Ingress.Where(rule => rule.Kind == PeerKind.Ipv4).Select(rule => rule.Peer),
                ["ip-permission.group-id"] = group => group.Ingress.Where(rule => rule.Kind == PeerKind.Group).Select(rule => rule.Peer),
                ["ip-permission.protocol"] = group => group.Ingress.Select(rule => rule.Protocol),
                ["ip-permission.from-port"] = group => group.Ingress.Select(rule => $"{rule.FromPort}"),
                ["ip-permission.to-port"] = group => group.Ingress.Select(rule => $"{rule.ToPort}"),
            },
            group => TagsOfLocked(group.Id));
        var (page, token) = Page(found, group => group.Id, input);
        return WithToken(new JsonObject { ["SecurityGroups"] = page.Select(Describe).ToJson() }, token);
    }

    private JsonObject Describe(SecurityGroup group) => new()
    {
        ["GroupId"] = group.Id,
        ["GroupName"] = group.Name,
        ["Description"] = group.Description,
        ["VpcId"] = group.VpcId,
        ["OwnerId"] = SandboxCloud.AccountId,
        ["SecurityGroupArn"] = Cloud.Arn("ec2", "security-group/" + group.Id),
        ["IpPermissions"] = SecurityRules.Describe(group.Ingress),
        ["IpPermissionsEgress"] = SecurityRules.Describe(new[] { AllOut }),
        ["Tags"] = DescribeTags(group.Id),
    };

    private JsonObject CreateSecurityGroup(JsonObject input)
    {
        var (name, description) = (input.Text("GroupName")!, input.Text("Description")!);
        var vpc = input.Text("VpcId") ?? _network.VpcId;
        Ec2Ids.Require("vpc", [vpc], id => id == _network.VpcId, NoVpc);
        if (name.Length == 0 || description.Length == 0)
        {
            throw new AwsError("MissingParameter", $"The request must contain the parameter {(name.Length == 0 ? "GroupName" : "GroupDescription")}");
        }

        CheckText("groupName", name, 255);
        CheckText("groupDescription", description, 255);
        if (name.StartsWith("sg-", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsError("InvalidParameterValue", "Invalid value '" + name + "' for groupName. It may not be in the format sg-*");
        }

        if (name.Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsError("InvalidGroup.Reserved", "Cannot use reserved security group name: default");
        }

        if (_groups.Count >= GroupsLimit)
        {
            throw new AwsError("SecurityGroupLimitExceeded", "The maximum number of security groups for this VPC has been reached.");
        }

        if (_groups.Exists(known => known.Name == name))
        {
            throw new AwsError("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpc}'");
        }

        var tags = TagsFor("security-group", input);
        var group = new SecurityGroup(Ec2Network.NewId("sg"), name, description, vpc);
        SetTags(group.Id, tags);
        _groups.Add(group);
        Cloud.NoteChange(this);
        return new JsonObject
        {
            ["GroupId"] = group.Id,
            ["SecurityGroupArn"] = Cloud.Arn("ec2", "security-group/" + group.Id),
            ["Tags"] = DescribeTags(group.Id),
        };
    }

    private JsonObject DeleteSecurityGroup(JsonObject input)
    {
        var group = GroupOf(input);
        if (group.Name == "default")
        {
            throw new AwsError("CannotDelete", $"the specified group: \"{group.Id}\" name: \"default\" cannot be deleted by a user");
        }

        var isReferred = _groups.Exists(other => other.Id != group.Id && other.Ingress.Exists(rule => rule.Peer == group.Id));
        if (isReferred || _interfaces.Values.Any(item => item.GroupIds.Contains(group.Id)))
        {
            throw new AwsError("DependencyViolation", $"resource {group.Id} has a dependent object");
        }

        _groups.Remove(group);
        _tags.Remove(group.Id);
        Cloud.NoteChange(this);
        return new JsonObject { ["Return"] = true, ["GroupId"] = group.Id };
    }

    private JsonObject AuthorizeSecurityGroupIngress(JsonObject input)
    {
        var group = GroupOf(input);
        var rules = SecurityRules.Read(input, FindGroup);
        for (var i = 0; i < rules.Count; i++)
        {
            if (group.Ingress.Exists(rules[i].Covers))
            {
                throw new AwsError("InvalidPermission.Duplicate", $"the specified rule \"{rules[i].Words}\" already exists");
            }

            if (rules.Take(i).Any(rules[i].Covers))
            {
                throw new AwsError("InvalidParameterValue", "The same permission must not appear multiple times");
            }
        }

        if (group.Ingress.Count + rules.Count > RulesLimit)
        {
            throw new AwsError("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.");
        }

        group.Ingress.AddRange(rules);
        foreach (var rule in rules)
        {
            SetTags(rule.Id, TagsFor("security-group-rule", input));
        }

        Cloud.NoteChange(this);
        return new JsonObject { ["Return"] = true, ["SecurityGroupRules"] = rules.Select(rule => Describe(group, rule)).ToJson() };
    }

    private JsonObject RevokeSecurityGroupIngress(JsonObject input)
    {
        var group = GroupOf(input);
        var ids = input.Texts("SecurityGroupRuleIds");
        Ec2Ids.Require(
            "sgr",
            ids,
            id => group.Ingress.Exists(rule => rule.Id == id),
            id => new AwsError("InvalidSecurityGroupRuleId.NotFound", $"The security group rule ID '{id}' does not exist"));

        var revoked = ids.Count > 0
            ? group.Ingress.FindAll(rule => ids.Contains(rule.Id))
            : SecurityRules.Read(input, FindGroup)
                .Select(rule => group.Ingress.Find(rule.Covers)
                    ?? throw new AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this security group."))
                .ToList();
        group.Ingress.RemoveAll(revoked.Contains);
        Cloud.NoteChange(this);
        return new JsonObject { ["Return"] = true };
    }

    private JsonObject Describe(SecurityGroup group, SecurityRule rule)
    {
        var described = new JsonObject
        {
            ["SecurityGroupRuleId"] = rule.Id,
            ["GroupId"] = group.Id,
            ["GroupOwnerId"] = SandboxCloud.AccountId,
            ["IsEgress"] = false,
            ["IpProtocol"] = rule.Protocol,
            ["FromPort"] = rule.FromPort ?? -1,
            ["ToPort"] = rule.ToPort ?? -1,
            ["SecurityGroupRuleArn"] = Cloud.Arn("ec2", "security-group-rule/" + rule.Id),
            ["Tags"] = DescribeTags(rule.Id),
        };
        if (rule.Kind == PeerKind.Group)
        {
            described["ReferencedGroupInfo"] = new JsonObject { ["GroupId"] = rule.Peer, ["UserId"] = SandboxCloud.AccountId };
        }
        else
        {
            described[rule.Kind == PeerKind.Ipv4 ? "CidrIpv4" : "CidrIpv6"] = rule.Peer;
        }

        if (rule.Description is { } description)
        {
            described["Description"] = description;
        }

        return described;
    }

    private SecurityGroup GroupOf(JsonObject input)
        => input.Text("GroupId") is null && input.Text("GroupName") is null
            ? throw new AwsError("MissingParameter", "The request must contain the parameter groupName or groupId")
            : FindGroup(input.Text("GroupId"), input.Text("GroupName"));

    private SecurityGroup FindGroup(string? id, string? name)
    {
        if (id is not null)
        {
            Ec2Ids.Require("sg", [id], _ => true, NoGroup);
        }

        return _groups.Find(group => id is null ? group.Name == name : group.Id == id)
            ?? throw NoGroup(id ?? name ?? "");
    }

    private static IReadOnlyList<JsonObject> TagsFor(string resourceType, JsonObject input)
    {
        var specifications = input.Objects("TagSpecifications");
        if (specifications.FirstOrDefault(item => item.Text("ResourceType") != resourceType) is { } other)
        {
            throw new AwsError(
                "InvalidParameterValue", $"'{other.Text("ResourceType")}' is not a valid taggable resource type for this operation.");
        }

        return specifications.SelectMany(item => item.Objects("Tags")).ToList();
    }

    private static void CheckText(string parameter, string value, int longest)
    {
        if (value.Length > longest || !SecurityRules.IsPlain(value))
        {
            throw new AwsError(
                "InvalidParameterValue",
                $"Invalid value '{value}' for {parameter}. Character sets beyond ASCII are not supported.");
        }
    }
}
