using System.Net;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Protocol;

public sealed class SignatureTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string ListClusters = "AmazonEC2ContainerServiceV20141113.ListClusters";
    private const string DescribeVpcs = "Action=DescribeVpcs&Version=2016-11-15";
    private const string ListUsers = "Action=ListUsers&Version=2010-05-08";

    [Fact]
    public async Task Each_protocol_takes_a_good_signature()
    {
        using var aws = RawAws.Root(sandbox.Server);

        Assert.Equal(HttpStatusCode.OK, (await aws.JsonAsync("ecs", ListClusters, "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await aws.FormAsync("iam", ListUsers)).Status);
        Assert.Equal(HttpStatusCode.OK, (await aws.FormAsync("ec2", DescribeVpcs)).Status);
    }

    [Fact]
    public async Task An_unknown_key_is_refused_in_each_services_own_words()
    {
        using var aws = new RawAws(sandbox.Server.EndpointUrl, "AKIAAAAAAAAAAAAAAAAA", "x");
        var json = await aws.JsonAsync("ecs", ListClusters, "{}");
        var query = await aws.FormAsync("iam", ListUsers);
        var ec2 = await aws.FormAsync("ec2", DescribeVpcs);

        Assert.Equal((HttpStatusCode.BadRequest, "UnrecognizedClientException"), (json.Status, (string?)json.Json["__type"]));
        Assert.Equal((HttpStatusCode.Forbidden, "InvalidClientTokenId"), (query.Status, query.Xml("Code")));
        Assert.Equal((HttpStatusCode.Unauthorized, "AuthFailure"), (ec2.Status, ec2.Xml("Code")));
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_in_each_services_own_words()
    {
        using var aws = new RawAws(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, "x");

        Assert.Equal("InvalidSignatureException", (string?)(await aws.JsonAsync("ecs", ListClusters, "{}")).Json["__type"]);
        Assert.Equal("SignatureDoesNotMatch", (await aws.FormAsync("iam", ListUsers)).Xml("Code"));
        Assert.Equal("AuthFailure", (await aws.FormAsync("ec2", DescribeVpcs)).Xml("Code"));
    }

    [Fact]
    public async Task A_request_without_signature_is_refused_in_each_services_own_words()
    {
        using var aws = new RawAws(sandbox.Server.EndpointUrl, "", "");

        Assert.Equal("MissingAuthenticationTokenException", (string?)(await aws.JsonAsync("ecs", ListClusters, "{}")).Json["__type"]);
        Assert.Equal("MissingAuthenticationToken", (await aws.FormAsync("iam", ListUsers)).Xml("Code"));
        Assert.Equal("MissingParameter", (await aws.FormAsync("ec2", DescribeVpcs)).Xml("Code"));
    }

    [Fact]
    public async Task A_session_token_that_is_not_the_keys_is_refused()
    {
        using var aws = new RawAws(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey, "made-up");

        Assert.Equal("InvalidClientTokenId", (await aws.FormAsync("iam", ListUsers)).Xml("Code"));
    }

    [Fact]
    public async Task A_service_the_sandbox_lacks_says_so()
    {
        using var aws = RawAws.Root(sandbox.Server);

        var answer = await aws.FormAsync("sqs", "Action=ListQueues&Version=2012-11-05");

        Assert.Equal("UnsupportedOperation", answer.Xml("Code"));
        Assert.Contains("'sqs'", answer.Xml("Message"));
    }
}
