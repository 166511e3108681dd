using System;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Protocol;

/// <summary>What is wrong with a request before a service sees it: values of another type, unknown operations, and compressed bodies.</summary>
public sealed class MalformedRequestTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Logs = "Logs_20140328.";

    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("iam", "Action=ListUsers&Version=2010-05-08&MaxItems=many", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("iam", "Action=ListUsers&Version=2010-05-08&MaxItems=1.5", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("iam", "Action=ListUsers&Version=2010-05-08&MaxItems=", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("iam", "Action=ListPolicies&Version=2010-05-08&OnlyAttached=yes", "STRING_VALUE can not be converted to a Boolean")]
    [InlineData("iam", "Action=GetUser&Version=2010-05-08&UserName.1=a", "Start of structure or map found where not expected.")]
    [InlineData("iam", "Action=UntagUser&Version=2010-05-08&UserName=a&TagKeys=a", "Unexpected list element termination")]
    [InlineData("iam", "Action=TagUser&Version=2010-05-08&UserName=a&Tags.member.1=a", "Unexpected complex element termination")]
    [InlineData("sts", "Action=GetSessionToken&Version=2011-06-15&DurationSeconds=1h", "STRING_VALUE can not be converted to an Integer")]
    public async Task A_form_value_of_another_type_is_malformed(string service, string form, string message)
    {
        var answer = await _aws.FormAsync(service, form);

        Assert.Equal((HttpStatusCode.BadRequest, "MalformedInput", message), (answer.Status, answer.Xml("Code"), answer.Xml("Message")));
    }

    [Theory]
    [InlineData("MaxResults=many", "Value (many) for parameter MaxResults is invalid. Expected: 'Integer'.")]
    [InlineData("DryRun=perhaps", "Value (perhaps) for parameter DryRun is invalid. Expected: 'Boolean'.")]
    [InlineData("Filter=vpc-id", "Value (vpc-id) for parameter Filter is invalid. Expected: 'List'.")]
    [InlineData("SubnetId.1.x=a", "Value () for parameter SubnetId.1 is invalid. Expected: 'String'.")]
    public async Task Ec2_names_the_value_and_its_parameter(string members, string message)
    {
        var answer = await _aws.FormAsync("ec2", "Action=DescribeSubnets&Version=2016-11-15&" + members);

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidParameterValue", message), (answer.Status, answer.Xml("Code"), answer.Xml("Message")));
    }

    [Theory]
    [InlineData("iam", "Action=GetUser&Version=2010-05-08&UserName=a%01b%0Bc")]
    [InlineData("iam", "Action=%00%1F&Version=2010-05-08")]
    [InlineData("ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcId.1=a%02")]
    [InlineData("ec2", "Action=DescribeVpcs&Version=2016-11-15&%02=a")]
    [InlineData("sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::000000000000:role/%08&RoleSessionName=s%07")]
    [InlineData("no%01service", "Action=Go&Version=1")]
    [InlineData("iam", "Action=GetUser&Version=2010-05-08&UserName=%EF%BF%BE")]
    public async Task An_error_that_quotes_a_control_character_is_valid_XML(string service, string form)
    {
        var answer = await _aws.FormAsync(service, form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEqual("", answer.Xml("Code"));
    }

    [Theory]
    [InlineData("ecs", "AmazonEC2ContainerServiceV20141113.CreateTaskSet", "The sandbox does not have the operation CreateTaskSet of ECS.")]
    [InlineData("logs", "Logs_20140328.StartQuery", "The sandbox does not have the operation StartQuery of CloudWatch Logs.")]
    [InlineData("events", "AWSEvents.PutEvents", "The sandbox does not have the operation PutEvents of EventBridge.")]
    [InlineData("logs", "Logs_20140328.NoSuchThing", "")]
    public async Task An_operation_that_only_the_sandbox_lacks_is_told_from_one_that_AWS_lacks(string service, string target, string message)
    {
        var answer = await _aws.JsonAsync(service, target, "{}");

        Assert.Equal(("UnknownOperationException", message), ((string?)answer.Json["__type"], (string?)answer.Json["message"]));
    }

    [Theory]
    [InlineData("iam", "2010-05-08", "CreateSAMLProvider", "The sandbox does not have the operation CreateSAMLProvider of IAM.")]
    [InlineData("sts", "2011-06-15", "GetFederationToken", "The sandbox does not have the operation GetFederationToken of STS.")]
    [InlineData("ec2", "2016-11-15", "RunInstances", "The sandbox does not have the operation RunInstances of EC2.")]
    [InlineData("iam", "2010-05-08", "NoSuchThing", "Could not find operation NoSuchThing for version 2010-05-08")]
    [InlineData("ec2", "2016-11-15", "NoSuchThing", "The action NoSuchThing is not valid for this web service.")]
    public async Task So_is_an_action(string service, string version, string action, string message)
    {
        var answer = await _aws.FormAsync(service, $"Action={action}&Version={version}");

        Assert.Equal(("InvalidAction", message), (answer.Xml("Code"), answer.Xml("Message")));
    }

    [Fact]
    public async Task A_compressed_body_is_read()
    {
        await _aws.JsonAsync("logs", Logs + "CreateLogGroup", """{"logGroupName":"zipped"}""");
        var answer = await SendZippedAsync("DescribeLogGroups", Zipped("""{"logGroupNamePrefix":"zipped"}"""));
        var form = await _aws.SendAsync(
            "iam", HttpMethod.Post, "/", Zipped("Action=GetUser&Version=2010-05-08"), "application/x-www-form-urlencoded", ("Content-Encoding", "GZIP"));

        Assert.Equal("zipped", (string?)answer.Json["logGroups"]![0]!["logGroupName"]);
        Assert.Equal("arn:aws:iam::000000000000:root", form.Xml("Arn"));
    }

    [Fact]
    public async Task A_body_that_is_not_gzip_or_is_a_bomb_is_refused()
    {
        var text = await SendZippedAsync("DescribeLogGroups", Encoding.UTF8.GetBytes("{}"));
        var bomb = await SendZippedAsync("DescribeLogGroups", Zipped(new string(' ', 50_000_000)));
        var other = await _aws.SendAsync(
            "logs", HttpMethod.Post, "/", "{}", "application/x-amz-json-1.1", ("X-Amz-Target", Logs + "DescribeLogGroups"), ("Content-Encoding", "amz-1.0"));

        Assert.Equal("SerializationException", (string?)text.Json["__type"]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.Status);
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    private static byte[] Zipped(string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }

    private Task<RawAnswer> SendZippedAsync(string operation, byte[] body)
        => _aws.SendAsync(
            "logs", HttpMethod.Post, "/", body, "application/x-amz-json-1.1", ("X-Amz-Target", Logs + operation), ("Content-Encoding", "gzip"));
}
