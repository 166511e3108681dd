using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Protocol;

public sealed class WireFormTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    [Fact]
    public async Task A_query_answer_is_wrapped_and_namespaced_as_iam_does()
    {
        var answer = await _aws.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=wire&Tags.member.1.Key=a&Tags.member.1.Value=b");

        Assert.Equal("text/xml", answer.ContentType);
        Assert.Contains("<CreateUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><CreateUserResult><User><Path>/</Path>", answer.Body);
        Assert.Contains("<Tags><member><Key>a</Key><Value>b</Value></member></Tags>", answer.Body);
        Assert.Matches(@"<CreateDate>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ</CreateDate>", answer.Body);
        Assert.EndsWith("</ResponseMetadata></CreateUserResponse>", answer.Body);
        Assert.Equal(answer.Headers.GetValues("x-amzn-RequestId").Single(), answer.Xml("RequestId"));
    }

    [Fact]
    public async Task A_query_error_is_an_error_response()
    {
        var answer = await _aws.FormAsync("iam", "Action=GetUser&Version=2010-05-08&UserName=nobody");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.StartsWith("<ErrorResponse", answer.Body[answer.Body.IndexOf("<Error", StringComparison.Ordinal)..]);
        Assert.Equal(("Sender", "NoSuchEntity"), (answer.Xml("Type"), answer.Xml("Code")));
        Assert.Equal("The user with name nobody cannot be found.", answer.Xml("Message"));
    }

    [Fact]
    public async Task An_ec2_answer_has_its_own_names()
    {
        var answer = await _aws.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=is-default&Filter.1.Value.1=true");

        Assert.Contains("<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>", answer.Body);
        Assert.Contains("<vpcSet><item>", answer.Body);
        Assert.Equal("172.31.0.0/16", answer.Xml("cidrBlock"));
    }

    [Fact]
    public async Task An_ec2_error_is_a_response_with_errors()
    {
        var answer = await _aws.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code>", answer.Body);
        Assert.NotNull(answer.Xml("RequestID"));
    }

    [Fact]
    public async Task An_ec2_parameter_it_does_not_know_is_refused()
    {
        var answer = await _aws.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcIds.1=vpc-1");

        Assert.Equal(("UnknownParameter", "The parameter VpcIds is not recognized"), (answer.Xml("Code"), answer.Xml("Message")));
    }

    [Fact]
    public async Task A_json_error_names_its_type_and_the_request()
    {
        var answer = await _aws.JsonAsync("logs", "Logs_20140328.DescribeLogStreams", "{\"logGroupName\":\"none\"}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/x-amz-json-1.1", answer.ContentType);
        Assert.Equal("ResourceNotFoundException", (string?)answer.Json["__type"]);
        Assert.Equal("The specified log group does not exist.", (string?)answer.Json["message"]);
        Assert.True(Guid.TryParse(answer.Headers.GetValues("x-amzn-RequestId").Single(), out _));
    }

    [Fact]
    public async Task A_json_operation_without_output_answers_nothing()
    {
        var answer = await _aws.JsonAsync("logs", "Logs_20140328.CreateLogGroup", "{\"logGroupName\":\"empty\"}");

        Assert.Equal((HttpStatusCode.OK, ""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("{\"logGroupName\":1}", "SerializationException", "NUMBER_VALUE can not be converted to a String")]
    [InlineData("{\"logGroupName\":[\"x\"]}", "SerializationException", "Start of list found where not expected")]
    [InlineData("{\"limit\":\"5\"}", "SerializationException", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("{\"limit\":1.5}", "SerializationException", "FLOAT_VALUE can not be converted to an Integer")]
    [InlineData("[]", "SerializationException", "Start of list found where not expected")]
    [InlineData("{", "SerializationException", "Unable to parse the request body as JSON.")]
    [InlineData("{\"limit\":1,\"limit\":2}", "SerializationException", "Unable to parse the request body as JSON.")]
    public async Task A_value_of_the_wrong_type_is_a_serialization_error(string body, string code, string message)
    {
        var answer = await _aws.JsonAsync("logs", "Logs_20140328.DescribeLogStreams", body);

        Assert.Equal((code, message), ((string?)answer.Json["__type"], (string?)answer.Json["message"]));
    }

    [Fact]
    public async Task What_the_model_lacks_is_passed_over_and_null_is_absent()
    {
        var answer = await _aws.JsonAsync("logs", "Logs_20140328.DescribeLogGroups", "{\"madeUp\":1,\"limit\":null,\"logGroupNamePrefix\":\"zz\"}");

        Assert.Equal("{\"logGroups\":[]}", answer.Body);
    }

    [Theory]
    [InlineData("{}", "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null")]
    [InlineData(
        "{\"logGroupName\":\"a b\"}",
        "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: "
        + "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+")]
    [InlineData(
        "{\"logGroupName\":\"\",\"logGroupClass\":\"X\"}",
        "3 validation errors detected: Value '' at 'logGroupName' failed to satisfy constraint: Member must have length greater than or equal to 1; "
        + "Value '' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+; "
        + "Value 'X' at 'logGroupClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]")]
    public async Task Input_that_breaks_the_model_is_refused_with_every_reason(string body, string message)
    {
        var answer = await _aws.JsonAsync("logs", "Logs_20140328.CreateLogGroup", body);

        Assert.Equal(("InvalidParameterException", message), ((string?)answer.Json["__type"], (string?)answer.Json["message"]));
    }

    [Fact]
    public async Task Iam_says_what_a_name_may_hold()
    {
        var answer = await _aws.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=a%20b");

        Assert.Equal("ValidationError", answer.Xml("Code"));
        Assert.Contains("must contain only alphanumeric characters", answer.Xml("Message"));
    }

    [Fact]
    public async Task Ecr_words_a_bad_name_in_its_own_way()
    {
        var answer = await _aws.JsonAsync("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", "{\"repositoryName\":\"Bad\"}");

        Assert.Equal("InvalidParameterException", (string?)answer.Json["__type"]);
        Assert.StartsWith(
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '", (string?)answer.Json["message"]);
    }

    [Theory]
    [InlineData("ecs", "AmazonEC2ContainerServiceV20141113.NoSuchOperation")]
    [InlineData("logs", "AmazonEC2ContainerServiceV20141113.ListClusters")]
    public async Task An_operation_the_service_lacks_is_unknown(string service, string target)
        => Assert.Equal("UnknownOperationException", (string?)(await _aws.JsonAsync(service, target, "{}")).Json["__type"]);

    [Fact]
    public async Task A_query_action_of_another_version_is_invalid()
        => Assert.Equal("InvalidAction", (await _aws.FormAsync("iam", "Action=ListUsers&Version=2011-01-01")).Xml("Code"));
}
