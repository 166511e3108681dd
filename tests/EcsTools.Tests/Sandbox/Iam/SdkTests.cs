using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Iam;

/// <summary>The SDK's own client, signer and unmarshallers against the sandbox.</summary>
public sealed class SdkTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task The_sdk_makes_reads_and_removes_a_user()
    {
        using var iam = Client();
        var made = await iam.CreateUserAsync(new CreateUserRequest
        {
            UserName = "sdk+user@x",
            Path = "/team/",
            Tags = [new Tag { Key = "app", Value = "a b/ü+=@" }],
        });
        await iam.AttachUserPolicyAsync(new AttachUserPolicyRequest
        {
            UserName = "sdk+user@x",
            PolicyArn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess",
        });
        var read = (await iam.GetUserAsync(new GetUserRequest { UserName = "sdk+user@x" })).User;
        var attached = await iam.ListAttachedUserPoliciesAsync(new ListAttachedUserPoliciesRequest { UserName = "sdk+user@x" });

        Assert.Equal("arn:aws:iam::000000000000:user/team/sdk+user@x", made.User.Arn);
        Assert.Equal("a b/ü+=@", read.Tags.Single().Value);
        Assert.Equal("AmazonECS_FullAccess", attached.AttachedPolicies.Single().PolicyName);
        await Assert.ThrowsAsync<DeleteConflictException>(() => iam.DeleteUserAsync(new DeleteUserRequest { UserName = "sdk+user@x" }));
        var again = await Assert.ThrowsAsync<EntityAlreadyExistsException>(
            () => iam.CreateUserAsync(new CreateUserRequest { UserName = "sdk+user@x" }));
        Assert.Equal("User with name sdk+user@x already exists.", again.Message);
        Assert.NotNull(again.RequestId);
    }

    [Fact]
    public async Task The_sdk_finds_no_user_where_there_is_none()
    {
        using var iam = Client();

        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetUserAsync(new GetUserRequest { UserName = "nobody" }));
    }

    private AmazonIdentityManagementServiceClient Client()
        => new(
            sandbox.Server.AccessKey,
            sandbox.Server.SecretKey,
            new AmazonIdentityManagementServiceConfig { ServiceURL = sandbox.Server.EndpointUrl, AuthenticationRegion = "us-east-1" });
}
