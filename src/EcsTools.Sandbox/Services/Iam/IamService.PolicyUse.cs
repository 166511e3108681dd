using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <content>Attached and inline policies of users and roles.</content>
internal sealed partial class IamService
{
    /// <summary>Managed policies per user or role (IAM quotas).</summary>
    private const int AttachLimit = 10;

    private void ServePolicyUse()
    {
        ServeLocked("AttachUserPolicy", input => Attach(User(input.Text("UserName")!), "PoliciesPerUser", input));
        ServeLocked("AttachRolePolicy", input => Attach(ModifiableRole(input), "PoliciesPerRole", input));
        ServeLocked("DetachUserPolicy", input => Detach(User(input.Text("UserName")!), input));
        ServeLocked("DetachRolePolicy", input => Detach(ModifiableRole(input), input));
        ServeLocked("ListAttachedUserPolicies", input => ListAttached(User(input.Text("UserName")!), input));
        ServeLocked("ListAttachedRolePolicies", input => ListAttached(Role(input.Text("RoleName")!), input));
        ServeLocked("PutUserPolicy", input => Put(User(input.Text("UserName")!), 2048, input));
        ServeLocked("PutRolePolicy", input => Put(ModifiableRole(input), 10240, input));
        ServeLocked("GetUserPolicy", input => Get(User(input.Text("UserName")!), "UserName", input));
        ServeLocked("GetRolePolicy", input => Get(Role(input.Text("RoleName")!), "RoleName", input));
        ServeLocked("DeleteUserPolicy", input => Delete(User(input.Text("UserName")!), input));
        ServeLocked("DeleteRolePolicy", input => Delete(ModifiableRole(input), input));
        ServeLocked("ListUserPolicies", input => ListInline(User(input.Text("UserName")!), input));
        ServeLocked("ListRolePolicies", input => ListInline(Role(input.Text("RoleName")!), input));
        ServeLocked("ListEntitiesForPolicy", ListEntitiesForPolicy);
    }

    private JsonObject Attach(IamEntity entity, string quota, JsonObject input)
    {
        var arn = input.Text("PolicyArn")!;
        RequirePolicyArn(arn);

        if (!AllPolicies.Any(policy => policy.Arn == arn))
        {
            throw NoSuch($"Policy {arn} does not exist or is not attachable.");
        }

        if (entity.AttachedPolicies.Contains(arn))
        {
            return new JsonObject();
        }

        if (entity.AttachedPolicies.Count >= AttachLimit)
        {
            throw Limit($"Cannot exceed quota for {quota}: {AttachLimit}");
        }

        entity.AttachedPolicies.Add(arn);
        return Changed();
    }

    private JsonObject Detach(IamEntity entity, JsonObject input)
    {
        RequirePolicyArn(input.Text("PolicyArn")!);
        return entity.AttachedPolicies.Remove(input.Text("PolicyArn")!)
            ? Changed()
            : throw NoSuch($"Policy {input.Text("PolicyArn")} was not found.");
    }

    private JsonObject ListAttached(IamEntity entity, JsonObject input)
        => List(
            input,
            "AttachedPolicies",
            entity.AttachedPolicies.Select(Policy).Where(policy => IsUnder(policy.Path, input)),
            policy => policy.Name,
            policy => new JsonObject { ["PolicyName"] = policy.Name, ["PolicyArn"] = policy.Arn });

    private JsonObject Put(IamEntity entity, int limit, JsonObject input)
    {
        var (name, document) = (input.Text("PolicyName")!, input.Text("PolicyDocument")!);
        IdentityPolicyRules.Check(document, isManaged: false);
        var others = entity.InlinePolicies.Where(policy => policy.Name != name).Sum(policy => Size(policy.Document));
        if (others + Size(document) > limit)
        {
            throw Limit($"Maximum policy size of {limit} bytes exceeded for {entity.Kind} {entity.Name}");
        }

        entity.InlinePolicies.RemoveAll(policy => policy.Name == name);
        entity.InlinePolicies.Add(new InlinePolicy { Name = name, Document = document });
        return Changed();
    }

    private static int Size(string document) => document.Count(letter => !char.IsWhiteSpace(letter));

    private static JsonObject Get(IamEntity entity, string member, JsonObject input)
    {
        var policy = Inline(entity, input);
        return new JsonObject
        {
            [member] = entity.Name,
            ["PolicyName"] = policy.Name,
            ["PolicyDocument"] = Encoded(policy.Document),
        };
    }

    private JsonObject Delete(IamEntity entity, JsonObject input)
    {
        entity.InlinePolicies.Remove(Inline(entity, input));
        return Changed();
    }

    private static InlinePolicy Inline(IamEntity entity, JsonObject input)
        => entity.InlinePolicies.Find(policy => policy.Name == input.Text("PolicyName"))
            ?? throw NoSuch($"The {entity.Kind} policy with name {input.Text("PolicyName")} cannot be found.");

    private static JsonObject ListInline(IamEntity entity, JsonObject input)
        => List(input, "PolicyNames", entity.InlinePolicies, policy => policy.Name, policy => JsonValue.Create(policy.Name)!);

    private JsonObject ListEntitiesForPolicy(JsonObject input)
    {
        var arn = Policy(input.Text("PolicyArn")!).Arn;
        var filter = input.Text("EntityFilter");
        var isBoundary = input.Text("PolicyUsageFilter") == "PermissionsBoundary";
        bool Uses(IamEntity entity) => isBoundary ? entity.PermissionsBoundary == arn : entity.AttachedPolicies.Contains(arn);
        var found = Enumerable.Empty<IamEntity>()
            .Concat(filter is null or "User" ? _state.Users : Enumerable.Empty<IamEntity>())
            .Concat(filter is null or "Role" ? _state.Roles : Enumerable.Empty<IamEntity>())
            .Where(entity => Uses(entity) && IsUnder(entity.Path, input));

        // Users and roles are paged as one list and then separated.
        var page = List(input, "Entities", found, entity => entity.Arn, entity => new JsonObject
        {
            ["Kind"] = entity.Kind,
            ["Name"] = entity.Name,
            ["Id"] = entity.Id,
        });
        var entities = page.Objects("Entities");
        page.Remove("Entities");
        page["PolicyGroups"] = new JsonArray();
        page["PolicyUsers"] = entities.Where(entity => entity.Text("Kind") == "user")
            .Select(entity => new JsonObject { ["UserName"] = entity.Text("Name"), ["UserId"] = entity.Text("Id") }).ToJson();
        page["PolicyRoles"] = entities.Where(entity => entity.Text("Kind") == "role")
            .Select(entity => new JsonObject { ["RoleName"] = entity.Text("Name"), ["RoleId"] = entity.Text("Id") }).ToJson();
        return page;
    }
}
