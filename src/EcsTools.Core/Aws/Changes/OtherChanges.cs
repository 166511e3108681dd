using Amazon.CloudWatchLogs.Model;
using Amazon.EC2.Model;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.SecretsManager.Model;

namespace EcsTools.Aws.Changes;

/// <summary>Changes in repositories, log groups, security groups and secrets.</summary>
internal static class OtherChanges
{
    public static AwsChange? Of(AmazonWebServiceRequest request, AmazonWebServiceResponse? answer, UndoLines undo)
        => OfRepository(request, undo) ?? request switch
        {
            CreateLogGroupRequest made => new(
                $"log group {made.LogGroupName}", AwsChange.Created, undo.Cli($"logs delete-log-group --log-group-name {made.LogGroupName}")),
            DeleteLogGroupRequest gone => new($"log group {gone.LogGroupName}", AwsChange.Deleted),
            PutRetentionPolicyRequest put => new($"retention of log group {put.LogGroupName}", "set", Within: $"log group {put.LogGroupName}"),
            DeleteRetentionPolicyRequest gone => new($"retention of log group {gone.LogGroupName}", AwsChange.Deleted),
            CreateSecurityGroupRequest made => new(
                $"security group {made.GroupName}",
                AwsChange.Created,
                (answer as CreateSecurityGroupResponse)?.GroupId is { } id ? undo.Cli($"ec2 delete-security-group --group-id {id}") : null),
            AuthorizeSecurityGroupIngressRequest opened => new($"ports of security group {opened.GroupId}", "opened"),
            RevokeSecurityGroupIngressRequest closed => new($"ports of security group {closed.GroupId}", "closed"),
            DeleteSecurityGroupRequest gone => new($"security group {gone.GroupId}", AwsChange.Deleted),
            CreateSecretRequest made => new($"secret {made.Name}", AwsChange.Created, undo.Cli($"secretsmanager delete-secret --secret-id {made.Name}")),
            PutSecretValueRequest put => new($"value of secret {put.SecretId}", "set"),
            _ => null,
        };

    private static AwsChange? OfRepository(AmazonWebServiceRequest request, UndoLines undo) => request switch
    {
        CreateRepositoryRequest made => new(
            Repository(made.RepositoryName), AwsChange.Created, undo.Cli($"ecr delete-repository --repository-name {made.RepositoryName}")),
        DeleteRepositoryRequest gone => new(Repository(gone.RepositoryName), AwsChange.Deleted),
        PutLifecyclePolicyRequest put => new($"lifecycle policy of {Repository(put.RepositoryName)}", "set"),
        DeleteLifecyclePolicyRequest gone => new($"lifecycle policy of {Repository(gone.RepositoryName)}", AwsChange.Deleted),
        SetRepositoryPolicyRequest put => new($"policy of {Repository(put.RepositoryName)}", "set"),
        DeleteRepositoryPolicyRequest gone => new($"policy of {Repository(gone.RepositoryName)}", AwsChange.Deleted),
        PutImageTagMutabilityRequest put => new($"tag mutability of {Repository(put.RepositoryName)}", "set"),
        PutImageScanningConfigurationRequest put => new($"scan on push of {Repository(put.RepositoryName)}", "set"),
        BatchDeleteImageRequest gone => new($"images of {Repository(gone.RepositoryName)}", AwsChange.Deleted),
        _ => null,
    };

    private static string Repository(string name) => $"repository {name}";
}
