using Amazon.IdentityManagement.Model;
using Amazon.Runtime;

namespace EcsTools.Aws.Changes;

/// <summary>Changes in IAM. IAM deletes a role only without its policies, so each policy has its own line.</summary>
internal static class IamChanges
{
    public static AwsChange? Of(AmazonWebServiceRequest request, AmazonWebServiceResponse? answer, UndoLines undo)
        => OfRole(request, undo) ?? OfUser(request, answer, undo);

    private static AwsChange? OfRole(AmazonWebServiceRequest request, UndoLines undo) => request switch
    {
        CreateRoleRequest made => new($"role {made.RoleName}", AwsChange.Created, undo.Cli($"iam delete-role --role-name {made.RoleName}")),
        DeleteRoleRequest gone => new($"role {gone.RoleName}", AwsChange.Deleted),
        AttachRolePolicyRequest attached => new(
            $"policy {ResourceName.Of(attached.PolicyArn)} of role {attached.RoleName}",
            "attached",
            undo.Cli($"iam detach-role-policy --role-name {attached.RoleName} --policy-arn {attached.PolicyArn}")),
        DetachRolePolicyRequest gone => new($"policy {ResourceName.Of(gone.PolicyArn)} of role {gone.RoleName}", "detached"),
        PutRolePolicyRequest put => new(
            $"policy {put.PolicyName} of role {put.RoleName}",
            "written",
            undo.Cli($"iam delete-role-policy --role-name {put.RoleName} --policy-name {put.PolicyName}")),
        DeleteRolePolicyRequest gone => new($"policy {gone.PolicyName} of role {gone.RoleName}", AwsChange.Deleted),
        UpdateAssumeRolePolicyRequest updated => new($"trust of role {updated.RoleName}", "updated"),
        TagRoleRequest tagged => new($"tags of role {tagged.RoleName}", "set"),
        _ => null,
    };

    private static AwsChange? OfUser(AmazonWebServiceRequest request, AmazonWebServiceResponse? answer, UndoLines undo) => request switch
    {
        CreateUserRequest made => new(User(made.UserName), AwsChange.Created, undo.Command($"Remove-EcsIamDeployer {made.UserName}", "AdminProfileName")),
        DeleteUserRequest gone => new(User(gone.UserName), AwsChange.Deleted),
        TagUserRequest tagged => new($"tags of {User(tagged.UserName)}", "set", Within: User(tagged.UserName)),
        PutUserPermissionsBoundaryRequest put => new($"boundary of {User(put.UserName)}", "set", Within: User(put.UserName)),
        AttachUserPolicyRequest attached => new(
            $"policy {ResourceName.Of(attached.PolicyArn)} of {User(attached.UserName)}",
            "attached",
            undo.Cli($"iam detach-user-policy --user-name {attached.UserName} --policy-arn {attached.PolicyArn}"),
            User(attached.UserName)),
        DetachUserPolicyRequest gone => new($"policy {ResourceName.Of(gone.PolicyArn)} of {User(gone.UserName)}", "detached"),
        DeleteUserPolicyRequest gone => new($"policy {gone.PolicyName} of {User(gone.UserName)}", AwsChange.Deleted),
        CreatePolicyRequest made => new(
            $"policy {made.PolicyName}",
            AwsChange.Created,
            answer is CreatePolicyResponse { Policy.Arn: { } arn } ? undo.Cli($"iam delete-policy --policy-arn {arn}") : null),
        CreatePolicyVersionRequest made => new($"policy {ResourceName.Of(made.PolicyArn)}", "updated"),
        DeletePolicyVersionRequest gone => new($"version {gone.VersionId} of policy {ResourceName.Of(gone.PolicyArn)}", AwsChange.Deleted),
        DeletePolicyRequest gone => new($"policy {ResourceName.Of(gone.PolicyArn)}", AwsChange.Deleted),
        CreateAccessKeyRequest made => Key(made, answer),
        DeleteAccessKeyRequest gone => new(Key(gone.AccessKeyId, gone.UserName), AwsChange.Deleted),
        UpdateAccessKeyRequest updated => new(Key(updated.AccessKeyId, updated.UserName), $"set to {updated.Status}"),
        _ => null,
    };

    // A key that was not written to the profile is deleted by the command itself. One that was written is in use, so no line deletes it.
    private static AwsChange Key(CreateAccessKeyRequest request, AmazonWebServiceResponse? answer)
        => new(
            answer is CreateAccessKeyResponse { AccessKey.AccessKeyId: { } id } ? Key(id, request.UserName) : $"an access key of {User(request.UserName)}",
            AwsChange.Created,
            Within: User(request.UserName));

    private static string Key(string id, string user) => $"access key {id} of {User(user)}";

    private static string User(string name) => $"user {name}";
}
