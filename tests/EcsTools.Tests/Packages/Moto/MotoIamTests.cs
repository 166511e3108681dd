using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoIamTests(MotoServer moto)
{
    private const string User = "deployer";
    private const string Role = "contract-role";
    private const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecs:*","Resource":"*"}]}""";
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private static readonly Dictionary<string, string> NotInMoto = new()
    {
        ["PutUserPermissionsBoundary"] = "moto has boundaries for roles only",
        ["SimulatePrincipalPolicy"] = "moto has no policy simulator",
    };

    [SkippableFact]
    public async Task Every_operation_moto_has_is_understood_both_ways()
    {
        using var iam = moto.Client<IAmazonIdentityManagementService>("AWSSDK.IdentityManagement");
        await Users(iam);
        await AccessKeys(iam);
        var policy = await Policies(iam);
        await UserPolicies(iam, policy);
        await Roles(iam, policy);
        await iam.DeletePolicyAsync(new DeletePolicyRequest { PolicyArn = policy });
        await iam.DeleteUserAsync(new DeleteUserRequest { UserName = User });
        moto.AssertAllCalled("AWSSDK.IdentityManagement", NotInMoto);
    }

    private static async Task Users(IAmazonIdentityManagementService iam)
    {
        var user = (await iam.CreateUserAsync(new CreateUserRequest { UserName = User, Path = "/ci/", Tags = [new Tag { Key = "app", Value = "a&b=c" }] })).User;
        Assert.EndsWith(":user/ci/" + User, user.Arn, StringComparison.Ordinal);
        Assert.Equal(DateTimeKind.Utc, user.CreateDate!.Value.Kind);
        var twice = await Assert.ThrowsAsync<EntityAlreadyExistsException>(() => iam.CreateUserAsync(new CreateUserRequest { UserName = User }));
        Assert.Equal("EntityAlreadyExists", twice.ErrorCode);
        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetUserAsync(new GetUserRequest { UserName = "absent" }));
        Assert.Equal(user.UserId, (await iam.GetUserAsync(new GetUserRequest { UserName = User })).User.UserId);
        Assert.Contains(User, (await iam.ListUsersAsync(new ListUsersRequest { PathPrefix = "/ci/" })).Users.Select(u => u.UserName));
        await iam.TagUserAsync(new TagUserRequest { UserName = User, Tags = [new Tag { Key = "stage", Value = "test" }] });
        Assert.Equal(["a&b=c", "test"], (await iam.ListUserTagsAsync(new ListUserTagsRequest { UserName = User })).Tags.Select(t => t.Value).Order());
        await iam.UntagUserAsync(new UntagUserRequest { UserName = User, TagKeys = ["stage"] });
        Assert.Empty((await iam.ListGroupsForUserAsync(new ListGroupsForUserRequest { UserName = User })).Groups ?? []);
        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.RemoveUserFromGroupAsync(new RemoveUserFromGroupRequest { UserName = User, GroupName = "absent" }));
    }

    private static async Task AccessKeys(IAmazonIdentityManagementService iam)
    {
        var key = (await iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = User })).AccessKey;
        Assert.Equal(StatusType.Active, key.Status);
        await iam.UpdateAccessKeyAsync(new UpdateAccessKeyRequest { UserName = User, AccessKeyId = key.AccessKeyId, Status = StatusType.Inactive });
        Assert.Equal(StatusType.Inactive, (await iam.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = User })).AccessKeyMetadata.Single().Status);
        Assert.Equal(User, (await iam.GetAccessKeyLastUsedAsync(new GetAccessKeyLastUsedRequest { AccessKeyId = key.AccessKeyId })).UserName);
        await iam.DeleteAccessKeyAsync(new DeleteAccessKeyRequest { UserName = User, AccessKeyId = key.AccessKeyId });
    }

    private static async Task<string> Policies(IAmazonIdentityManagementService iam)
    {
        var arn = (await iam.CreatePolicyAsync(new CreatePolicyRequest { PolicyName = "contract", PolicyDocument = Document })).Policy.Arn;
        var version = (await iam.CreatePolicyVersionAsync(new CreatePolicyVersionRequest { PolicyArn = arn, PolicyDocument = Document, SetAsDefault = true })).PolicyVersion;
        Assert.True(version.IsDefaultVersion);
        ManagedPolicy policy = (await iam.GetPolicyAsync(new GetPolicyRequest { PolicyArn = arn })).Policy;
        Assert.Equal(version.VersionId, policy.DefaultVersionId);
        var got = (await iam.GetPolicyVersionAsync(new GetPolicyVersionRequest { PolicyArn = arn, VersionId = version.VersionId })).PolicyVersion;
        Assert.Equal(Document, Uri.UnescapeDataString(got.Document));
        Assert.Equal(2, (await iam.ListPolicyVersionsAsync(new ListPolicyVersionsRequest { PolicyArn = arn })).Versions.Count);
        await iam.DeletePolicyVersionAsync(new DeletePolicyVersionRequest { PolicyArn = arn, VersionId = "v1" });
        Assert.Contains(arn, (await iam.ListPoliciesAsync(new ListPoliciesRequest { Scope = PolicyScopeType.Local })).Policies.Select(p => p.Arn));
        await iam.TagPolicyAsync(new TagPolicyRequest { PolicyArn = arn, Tags = [new Tag { Key = "app", Value = "demo" }] });
        return arn;
    }

    private static async Task UserPolicies(IAmazonIdentityManagementService iam, string policy)
    {
        await iam.AttachUserPolicyAsync(new AttachUserPolicyRequest { UserName = User, PolicyArn = policy });
        AttachedPolicyType attached = (await iam.ListAttachedUserPoliciesAsync(new ListAttachedUserPoliciesRequest { UserName = User })).AttachedPolicies.Single();
        Assert.Equal(policy, attached.PolicyArn);
        Assert.Equal(User, (await iam.ListEntitiesForPolicyAsync(new ListEntitiesForPolicyRequest { PolicyArn = policy })).PolicyUsers.Single().UserName);
        await Assert.ThrowsAsync<DeleteConflictException>(() => iam.DeleteUserAsync(new DeleteUserRequest { UserName = User }));
        await iam.DetachUserPolicyAsync(new DetachUserPolicyRequest { UserName = User, PolicyArn = policy });
        await iam.PutUserPolicyAsync(new PutUserPolicyRequest { UserName = User, PolicyName = "inline", PolicyDocument = Document });
        Assert.Equal(["inline"], (await iam.ListUserPoliciesAsync(new ListUserPoliciesRequest { UserName = User })).PolicyNames);
        var inline = await iam.GetUserPolicyAsync(new GetUserPolicyRequest { UserName = User, PolicyName = "inline" });
        Assert.Equal(Document, Uri.UnescapeDataString(inline.PolicyDocument));
        await iam.DeleteUserPolicyAsync(new DeleteUserPolicyRequest { UserName = User, PolicyName = "inline" });
    }

    private static async Task Roles(IAmazonIdentityManagementService iam, string policy)
    {
        var role = (await iam.CreateRoleAsync(new CreateRoleRequest { RoleName = Role, AssumeRolePolicyDocument = Trust, MaxSessionDuration = 3600 })).Role;
        Assert.EndsWith(":role/" + Role, role.Arn, StringComparison.Ordinal);
        await iam.UpdateAssumeRolePolicyAsync(new UpdateAssumeRolePolicyRequest { RoleName = Role, PolicyDocument = Trust });
        Assert.Equal(Trust, Uri.UnescapeDataString((await iam.GetRoleAsync(new GetRoleRequest { RoleName = Role })).Role.AssumeRolePolicyDocument));
        Assert.Contains(Role, (await iam.ListRolesAsync(new ListRolesRequest())).Roles.Select(r => r.RoleName));
        await iam.TagRoleAsync(new TagRoleRequest { RoleName = Role, Tags = [new Tag { Key = "app", Value = "demo" }] });
        Assert.Equal("demo", (await iam.ListRoleTagsAsync(new ListRoleTagsRequest { RoleName = Role })).Tags.Single().Value);
        await iam.AttachRolePolicyAsync(new AttachRolePolicyRequest { RoleName = Role, PolicyArn = policy });
        Assert.Equal(policy, (await iam.ListAttachedRolePoliciesAsync(new ListAttachedRolePoliciesRequest { RoleName = Role })).AttachedPolicies.Single().PolicyArn);
        await iam.DetachRolePolicyAsync(new DetachRolePolicyRequest { RoleName = Role, PolicyArn = policy });
        await iam.PutRolePolicyAsync(new PutRolePolicyRequest { RoleName = Role, PolicyName = "inline", PolicyDocument = Document });
        Assert.Equal(["inline"], (await iam.ListRolePoliciesAsync(new ListRolePoliciesRequest { RoleName = Role })).PolicyNames);
        Assert.Equal(Document, Uri.UnescapeDataString((await iam.GetRolePolicyAsync(new GetRolePolicyRequest { RoleName = Role, PolicyName = "inline" })).PolicyDocument));
        await iam.DeleteRolePolicyAsync(new DeleteRolePolicyRequest { RoleName = Role, PolicyName = "inline" });
        await iam.DeleteRoleAsync(new DeleteRoleRequest { RoleName = Role });
        var linked = (await iam.CreateServiceLinkedRoleAsync(new CreateServiceLinkedRoleRequest { AWSServiceName = "ecs.amazonaws.com" })).Role;
        Assert.Contains("/aws-service-role/", linked.Path, StringComparison.Ordinal);
    }
}
