using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <content>Managed policies and their versions.</content>
internal sealed partial class IamService
{
    /// <summary>Characters of a managed policy without white space, and number of its versions (IAM quotas).</summary>
    private const int PolicySizeLimit = 6144;

    private const int VersionLimit = 5;

    private void ServePolicies()
    {
        ServeLocked("CreatePolicy", CreatePolicy);
        ServeLocked("GetPolicy", input => new JsonObject { ["Policy"] = Describe(Policy(input.Text("PolicyArn")!), whole: true) });
        ServeLocked("DeletePolicy", DeletePolicy);
        ServeLocked("ListPolicies", ListPolicies);
        ServeLocked("TagPolicy", TagPolicy);
        ServeLocked("CreatePolicyVersion", CreatePolicyVersion);
        ServeLocked("GetPolicyVersion", GetPolicyVersion);
        ServeLocked("DeletePolicyVersion", DeletePolicyVersion);
        ServeLocked("ListPolicyVersions", ListPolicyVersions);
    }

    private IEnumerable<IamPolicy> AllPolicies => _managed.Concat(_state.Policies);

    private IamPolicy Policy(string arn)
    {
        RequirePolicyArn(arn);
        return AllPolicies.FirstOrDefault(policy => policy.Arn == arn)
            ?? throw NoSuch($"Policy {arn} was not found.");
    }

    private IamPolicy OwnPolicy(JsonObject input)
    {
        var policy = Policy(input.Text("PolicyArn")!);
        return policy.IsAwsManaged
            ? throw new Protocol.AwsError("AccessDenied", $"{policy.Arn} belongs to AWS and cannot be changed.", 403)
            : policy;
    }

    private JsonObject CreatePolicy(JsonObject input)
    {
        var name = input.Text("PolicyName")!;
        if (_state.Policies.Exists(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw Exists($"A policy called {name} already exists. Duplicate names are not allowed.");
        }

        RequireFreePath(input);
        var now = Cloud.Clock.EpochSeconds;
        var policy = new IamPolicy
        {
            Name = name,
            Path = input.Text("Path") ?? "/",
            Id = IamIds.New("ANPA"),
            Description = input.Text("Description"),
            CreateDate = now,
            UpdateDate = now,
        };
        AddVersion(policy, input.Text("PolicyDocument")!);
        AddTags(policy.Tags, input.Objects("Tags"));
        _state.Policies.Add(policy);
        return Changed(new JsonObject { ["Policy"] = Describe(policy, whole: false) });
    }

    private PolicyVersion AddVersion(IamPolicy policy, string document)
    {
        IdentityPolicyRules.Check(document, isManaged: true);
        if (document.Count(letter => !char.IsWhiteSpace(letter)) > PolicySizeLimit)
        {
            throw Limit($"Cannot exceed quota for PolicySize: {PolicySizeLimit}");
        }

        policy.LastVersion++;
        var version = new PolicyVersion
        {
            Id = "v" + policy.LastVersion.ToString(CultureInfo.InvariantCulture),
            Document = document,
            CreateDate = Cloud.Clock.EpochSeconds,
        };
        policy.Versions.Add(version);
        return version;
    }

    private JsonObject DeletePolicy(JsonObject input)
    {
        var policy = OwnPolicy(input);
        if (AttachmentsOf(policy) > 0 || BoundariesOf(policy) > 0)
        {
            throw Conflict("Cannot delete a policy attached to entities.");
        }

        if (policy.Versions.Count > 1)
        {
            throw Conflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
                + "The default version is deleted with the policy.");
        }

        _state.Policies.Remove(policy);
        return Changed();
    }

    private JsonObject ListPolicies(JsonObject input)
    {
        var found = AllPolicies
            .Where(policy => input.Text("Scope") switch { "AWS" => policy.IsAwsManaged, "Local" => !policy.IsAwsManaged, _ => true })
            .Where(policy => !(input.Flag("OnlyAttached") ?? false) || AttachmentsOf(policy) > 0)
            .Where(policy => IsUnder(policy.Path, input));
        return List(input, "Policies", found, policy => policy.Arn, policy => Describe(policy, whole: false));
    }

    private JsonObject TagPolicy(JsonObject input)
    {
        AddTags(OwnPolicy(input).Tags, input.Objects("Tags"));
        return Changed();
    }

    private JsonObject CreatePolicyVersion(JsonObject input)
    {
        var policy = OwnPolicy(input);
        if (policy.Versions.Count >= VersionLimit)
        {
            throw Limit(
                $"A managed policy can have up to {VersionLimit} versions. "
                + "Before you create a new version, you must delete an existing version.");
        }

        var version = AddVersion(policy, input.Text("PolicyDocument")!);
        if (input.Flag("SetAsDefault") ?? false)
        {
            policy.DefaultVersion = version.Id;
        }

        policy.UpdateDate = Cloud.Clock.EpochSeconds;
        return Changed(new JsonObject { ["PolicyVersion"] = Describe(policy, version, withDocument: false) });
    }

    private JsonObject GetPolicyVersion(JsonObject input)
    {
        var arn = input.Text("PolicyArn")!;
        RequirePolicyArn(arn);
        var policy = AllPolicies.FirstOrDefault(known => known.Arn == arn) ?? throw NoVersion(arn, input);
        return new JsonObject { ["PolicyVersion"] = Describe(policy, Version(policy, input), withDocument: true) };
    }

    private JsonObject DeletePolicyVersion(JsonObject input)
    {
        var policy = OwnPolicy(input);
        var version = Version(policy, input);
        if (version.Id == policy.DefaultVersion)
        {
            throw Conflict("Cannot delete the default version of a policy.");
        }

        policy.Versions.Remove(version);
        return Changed();
    }

    private JsonObject ListPolicyVersions(JsonObject input)
    {
        var policy = Policy(input.Text("PolicyArn")!);
        return List(
            input,
            "Versions",
            policy.Versions,
            NewestFirst,
            version => Describe(policy, version, withDocument: false));
    }

    private static string NewestFirst(PolicyVersion version)
    {
        var number = int.Parse(version.Id.Substring(1), CultureInfo.InvariantCulture);
        return (1_000_000 - number).ToString("D7", CultureInfo.InvariantCulture);
    }

    private static PolicyVersion Version(IamPolicy policy, JsonObject input)
        => policy.Versions.Find(version => version.Id == input.Text("VersionId"))
            ?? throw NoVersion(policy.Arn, input);

    private static Protocol.AwsError NoVersion(string arn, JsonObject input)
        => NoSuch($"Policy {arn} version {input.Text("VersionId")} does not exist or is not attachable.");

    private static void RequirePolicyArn(string arn)
    {
        if (!Regex.IsMatch(arn, @"\Aarn:[a-z-]+:iam::(aws|\d{12}):policy/[\w+=,.@/-]+\z"))
        {
            throw InvalidInput($"ARN {arn} is not valid.");
        }
    }

    private int AttachmentsOf(IamPolicy policy)
        => _state.Users.Count(user => user.AttachedPolicies.Contains(policy.Arn))
            + _state.Roles.Count(role => role.AttachedPolicies.Contains(policy.Arn));

    private int BoundariesOf(IamPolicy policy)
        => _state.Users.Count(user => user.PermissionsBoundary == policy.Arn)
            + _state.Roles.Count(role => role.PermissionsBoundary == policy.Arn);

    private static JsonObject Describe(IamPolicy policy, PolicyVersion version, bool withDocument)
    {
        var described = new JsonObject
        {
            ["VersionId"] = version.Id,
            ["IsDefaultVersion"] = version.Id == policy.DefaultVersion,
            ["CreateDate"] = version.CreateDate,
        };
        if (withDocument)
        {
            described["Document"] = Encoded(version.Document);
        }

        return described;
    }

    private JsonObject Describe(IamPolicy policy, bool whole)
    {
        var described = new JsonObject
        {
            ["PolicyName"] = policy.Name,
            ["PolicyId"] = policy.Id,
            ["Arn"] = policy.Arn,
            ["Path"] = policy.Path,
            ["DefaultVersionId"] = policy.DefaultVersion,
            ["AttachmentCount"] = AttachmentsOf(policy),
            ["PermissionsBoundaryUsageCount"] = BoundariesOf(policy),
            ["IsAttachable"] = true,
            ["CreateDate"] = policy.CreateDate,
            ["UpdateDate"] = policy.UpdateDate,
        };
        if (whole && policy.Description is { } description)
        {
            described["Description"] = description;
        }

        if (policy.Tags.Count > 0)
        {
            described["Tags"] = Describe(policy.Tags);
        }

        return described;
    }
}
