using System.Net;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Packages.Moto;

/// <summary>The signature tests hold the server to account: without them a server that checks nothing would pass all others.</summary>
[Collection(MotoCollection.Name)]
public class MotoSignatureTests(MotoServer moto)
{
    [SkippableFact]
    public async Task A_wrong_secret_is_refused()
    {
        using var right = moto.Client<IAmazonIdentityManagementService>("AWSSDK.IdentityManagement");
        var keys = await right.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = "contract" });
        using var wrong = moto.Client<IAmazonECS>("AWSSDK.ECS", new BasicAWSCredentials(keys.AccessKeyMetadata[0].AccessKeyId, "not the secret"));
        var exception = await Assert.ThrowsAnyAsync<AmazonECSException>(() => wrong.ListClustersAsync(new ListClustersRequest()));
        Assert.Equal(HttpStatusCode.Forbidden, exception.StatusCode);
        Assert.Equal("SignatureDoesNotMatch", exception.ErrorCode);
    }

    [SkippableFact]
    public async Task An_unknown_key_is_refused_by_json_and_query_services_alike()
    {
        var nobody = new BasicAWSCredentials("AKIAUNKNOWNUNKNOWN00", "secret");
        using var ecs = moto.Client<IAmazonECS>("AWSSDK.ECS", nobody);
        var json = await Assert.ThrowsAnyAsync<AmazonECSException>(() => ecs.ListClustersAsync(new ListClustersRequest()));
        using var iam = moto.Client<IAmazonIdentityManagementService>("AWSSDK.IdentityManagement", nobody);
        var query = await Assert.ThrowsAnyAsync<AmazonIdentityManagementServiceException>(() => iam.ListUsersAsync(new ListUsersRequest()));
        Assert.Equal(("InvalidClientTokenId", "InvalidClientTokenId"), (json.ErrorCode, query.ErrorCode));
    }
}
