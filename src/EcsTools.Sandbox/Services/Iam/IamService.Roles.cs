using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <content>Roles.</content>
internal sealed partial class IamService
{
    /// <summary>Services that have a service-linked role, its name, and the policy it comes with.</summary>
    private static readonly Dictionary<string, (string Name, string? Policy)> ServiceLinked = new(StringComparer.Ordinal)
    {
        ["ecs.amazonaws.com"] = ("AWSServiceRoleForECS", "AmazonECSServiceRolePolicy"),
        ["elasticloadbalancing.amazonaws.com"] = ("AWSServiceRoleForElasticLoadBalancing", null),
        ["ecs.application-autoscaling.amazonaws.com"] = ("AWSServiceRoleForApplicationAutoScaling_ECSService", null),
        ["replication.ecr.amazonaws.com"] = ("AWSServiceRoleForECRReplication", null),
        ["pullthroughcache.ecr.amazonaws.com"] = ("AWSServiceRoleForECRPullThroughCache", null),
    };

    /// <summary>The ARN of a role, with its path, or null if the role does not exist.</summary>
    public string? ArnOfRole(string name)
    {
        lock (_gate)
        {
            return _state.Roles.Find(role => role.Name == name)?.Arn;
        }
    }

    /// <summary>The permissions boundary of a role or user, or null.</summary>
    public string? BoundaryOf(string? roleName, string? userName)
    {
        lock (_gate)
        {
            return roleName is not null
                ? _state.Roles.Find(role => role.Name == roleName)?.PermissionsBoundary
                : _state.Users.Find(user => user.Name == userName)?.PermissionsBoundary;
        }
    }

    private void ServeRoles()
    {
        ServeLocked("CreateRole", CreateRole);
        ServeLocked("GetRole", input => new JsonObject { ["Role"] = Describe(Role(input.Text("RoleName")!), whole: true) });
        ServeLocked("DeleteRole", DeleteRole);
        ServeLocked("ListRoles", input => List(
            input,
            "Roles",
            _state.Roles.Where(role => IsUnder(role.Path, input)),
            role => role.Name,
            role => Describe(role, whole: false)));
        ServeLocked("UpdateAssumeRolePolicy", UpdateAssumeRolePolicy);
        ServeLocked("CreateServiceLinkedRole", CreateServiceLinkedRole);
        ServeLocked("TagRole", TagRole);
        ServeLocked("ListRoleTags", input => ListTags(input, Role(input.Text("RoleName")!)));
    }

    private JsonObject CreateRole(JsonObject input)
    {
        var name = input.Text("RoleName")!;
        if (_state.Roles.Exists(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw Exists($"Role with name {name} already exists.");
        }

        RequireFreePath(input);
        var trust = input.Text("AssumeRolePolicyDocument")!;
        TrustPolicyRules.Check(trust, EntityExists);
        var role = new IamRole
        {
            Name = name,
            Path = input.Text("Path") ?? "/",
            Id = IamIds.New("AROA"),
            CreateDate = Cloud.Clock.EpochSeconds,
            TrustPolicy = trust,
            Description = input.Text("Description"),
            MaxSessionDuration = input.Integer("MaxSessionDuration") ?? 3600,
            PermissionsBoundary = Boundary(input),
        };
        AddTags(role.Tags, input.Objects("Tags"));
        _state.Roles.Add(role);
        return Changed(new JsonObject { ["Role"] = Describe(role, whole: true) });
    }

    private JsonObject DeleteRole(JsonObject input)
    {
        var role = ModifiableRole(input);
        CheckNoPolicies(role);
        _state.Roles.Remove(role);
        return Changed();
    }

    private JsonObject UpdateAssumeRolePolicy(JsonObject input)
    {
        var role = ModifiableRole(input);
        TrustPolicyRules.Check(input.Text("PolicyDocument")!, EntityExists);
        role.TrustPolicy = input.Text("PolicyDocument")!;
        return Changed();
    }

    private JsonObject TagRole(JsonObject input)
    {
        AddTags(ModifiableRole(input).Tags, input.Objects("Tags"));
        return Changed();
    }

    private JsonObject CreateServiceLinkedRole(JsonObject input)
    {
        var service = input.Text("AWSServiceName")!;
        if (!ServiceLinked.TryGetValue(service, out var linked))
        {
            throw InvalidInput($"Service principal {service} is not a valid principal for a service-linked role.");
        }

        if (input.Text("CustomSuffix") is not null)
        {
            throw InvalidInput($"Custom suffix is not allowed for {service}");
        }

        if (_state.Roles.Exists(role => role.Name == linked.Name))
        {
            throw InvalidInput($"Service role name {linked.Name} has been taken in this account, please try a different suffix.");
        }

        var added = AddServiceLinked(service, linked.Name, linked.Policy);
        added.Description = input.Text("Description");
        return Changed(new JsonObject { ["Role"] = Describe(added, whole: true) });
    }

    private IamRole AddServiceLinked(string service, string name, string? policy)
    {
        var role = new IamRole
        {
            Name = name,
            Path = $"/aws-service-role/{service}/",
            Id = IamIds.New("AROA"),
            CreateDate = Cloud.Clock.EpochSeconds,
            TrustPolicy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\"" + service
                + "\"]},\"Action\":[\"sts:AssumeRole\"]}]}",
        };
        if (policy is not null)
        {
            role.AttachedPolicies.Add("arn:aws:iam::aws:policy/aws-service-role/" + policy);
        }

        _state.Roles.Add(role);
        Changed();
        return role;
    }

    private IamRole ModifiableRole(JsonObject input)
    {
        var role = Role(input.Text("RoleName")!);
        return role.IsServiceLinked
            ? throw new AwsError(
                "UnmodifiableEntity",
                $"Cannot perform the operation on the protected role '{role.Name}' - this role is only modifiable by AWS")
            : role;
    }

    private bool EntityExists(string arn)
        => arn == RootArn
            || _state.Roles.Exists(role => role.Arn == arn)
            || _state.Users.Exists(user => user.Arn == arn);

    private static JsonObject Describe(IamRole role, bool whole)
    {
        var described = new JsonObject
        {
            ["Path"] = role.Path,
            ["RoleName"] = role.Name,
            ["RoleId"] = role.Id,
            ["Arn"] = role.Arn,
            ["CreateDate"] = role.CreateDate,
            ["AssumeRolePolicyDocument"] = Encoded(role.TrustPolicy),
            ["MaxSessionDuration"] = role.MaxSessionDuration,
        };
        if (role.Description is { } description)
        {
            described["Description"] = description;
        }

        AddWhole(described, role, whole);
        if (whole)
        {
            described["RoleLastUsed"] = new JsonObject();
        }

        return described;
    }
}
