using System;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using Amazon.ECR.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Packages;

public class ErrorWireTests
{
    private const string RequestId = "0d1f3c5e-aaaa-bbbb-cccc-000000000000";

    public static TheoryData<string> Packages => [.. StandIn.All.Select(s => s.Package)];

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public async Task Every_error_an_operation_declares_becomes_its_own_exception(string package)
    {
        var standIn = StandIn.Of(package);
        var samples = new Samples(standIn);
        var cases = (
            from operation in standIn.Operations
            from error in standIn.Model["operations"]![operation]!["errors"]?.AsArray() ?? []
            let shape = error!["shape"]!.GetValue<string>()
            select (Operation: operation, Shape: shape, Code: standIn.Shape(shape)["error"]?["code"]?.GetValue<string>() ?? shape, Members: Extra(samples, shape))).ToList();
        Assert.True(cases.Count > 0 || package is "AWSSDK.EC2" or "AWSSDK.CloudFormation", "Only EC2 and DescribeStacks declare no errors.");
        if (cases.Count == 0)
        {
            cases.Add((standIn.Operations.First(), string.Empty, "InvalidVpcID.NotFound", []));
        }

        var answers = await Oracle.AskAsync(cases.Select(c => Question(standIn, c.Operation, c.Shape, c.Code, c.Members)));
        foreach (var ((operation, shape, code, members), answer) in cases.Zip(answers))
        {
            var exception = await ThrownBy(standIn, operation, answer);
            var wanted = shape.Length == 0 ? standIn.Stem + "Exception" : standIn.ExceptionName(shape);
            Assert.Equal((operation, wanted), (operation, exception.GetType().Name));
            Assert.Equal(code, exception.ErrorCode);
            Assert.Equal(answer["error"]!["Message"]!.GetValue<string>(), exception.Message);
            Assert.Equal(RequestId, exception.RequestId);
            Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
            if (members.Count > 0)
            {
                Assert.True(JsonNode.DeepEquals(answer["parsed"], new ModelTree(standIn).Read(exception, shape)), $"{operation} {shape}");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public async Task An_error_nobody_declared_is_the_base_exception_with_its_code(string package)
    {
        var standIn = StandIn.Of(package);
        var operation = standIn.Operations.First();
        var answer = (await Oracle.AskAsync([Question(standIn, operation, string.Empty, "RequestExpired", [])]))[0];
        var exception = await ThrownBy(standIn, operation, answer);
        Assert.Equal(standIn.Stem + "Exception", exception.GetType().Name);
        Assert.Equal("RequestExpired", exception.ErrorCode);
        Assert.Equal(RequestId, exception.RequestId);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task A_page_of_html_from_something_in_between_is_an_error_with_its_status(string package)
    {
        var standIn = StandIn.Of(package);
        var operation = standIn.Operations.First();
        var wire = new Loopback(_ => Loopback.Answer(HttpStatusCode.BadGateway, "<html><body>Bad <b>gateway</body>"));
        using var client = standIn.NewClient(standIn.NewConfig(wire));
        var exception = await Assert.ThrowsAnyAsync<AmazonServiceException>(() =>
            standIn.CallAsync(client, operation, ResponseWireTests.RequestFor(standIn, operation)));
        Assert.Equal(HttpStatusCode.BadGateway, exception.StatusCode);
    }

    [Fact]
    public async Task An_exception_carries_the_members_of_its_own()
    {
        var wire = new Loopback(_ => Loopback.Answer(HttpStatusCode.BadRequest,
            """{"__type":"InvalidLayerPartException","message":"out of order","uploadId":"u-1","lastValidByteReceived":1023}"""));
        using var client = StandIn.Of("AWSSDK.ECR").NewClient(StandIn.Of("AWSSDK.ECR").NewConfig(wire));
        var exception = await Assert.ThrowsAsync<InvalidLayerPartException>(() =>
            ((Amazon.ECR.IAmazonECR)client).UploadLayerPartAsync(new UploadLayerPartRequest { RepositoryName = "web" }));
        Assert.Equal("out of order", exception.Message);
        Assert.Equal("u-1", exception.UploadId);
        Assert.Equal(1023, exception.LastValidByteReceived);
    }

    [Fact]
    public async Task An_error_declared_by_another_operation_only_is_the_base_exception()
    {
        var wire = new Loopback(_ => Loopback.Answer(HttpStatusCode.BadRequest, """{"__type":"ServiceNotFoundException","message":"no"}"""));
        using var client = StandIn.Of("AWSSDK.ECS").NewClient(StandIn.Of("AWSSDK.ECS").NewConfig(wire));
        var exception = await Assert.ThrowsAnyAsync<AmazonECSException>(() => ((IAmazonECS)client).ListClustersAsync(new ListClustersRequest()));
        Assert.Equal(typeof(AmazonECSException), exception.GetType());
        Assert.Equal("ServiceNotFoundException", exception.ErrorCode);
    }

    private static JsonObject Question(StandIn standIn, string operation, string shape, string code, JsonObject members) => new()
    {
        ["ask"] = "error",
        ["service"] = standIn.BotocoreName,
        ["operation"] = operation,
        ["shape"] = shape,
        ["code"] = code,
        ["message"] = $"{operation} was refused: {code}",
        ["requestId"] = RequestId,
        ["status"] = 400,
        ["members"] = members.DeepClone(),
    };

    private static JsonObject Extra(Samples samples, string shape)
    {
        var members = samples.Full(shape);
        members.Remove("message");
        members.Remove("Message");
        return members;
    }

    private static async System.Threading.Tasks.Task<AmazonServiceException> ThrownBy(StandIn standIn, string operation, JsonObject answer)
    {
        Assert.Null(answer["unanswered"]?.GetValue<string>());
        var wire = Loopback.Replay(answer);
        using var client = standIn.NewClient(standIn.NewConfig(wire));
        return await Assert.ThrowsAnyAsync<AmazonServiceException>(() =>
            standIn.CallAsync(client, operation, ResponseWireTests.RequestFor(standIn, operation)));
    }
}
