using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Protocol;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Protocol;

/// <summary>How long a signature is valid.</summary>
public sealed class SignatureTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("20260501T120000Z", null)]
    [InlineData("20260501T114501Z", null)]
    [InlineData("20260501T121459Z", null)]
    [InlineData("20260501T114459Z", "Signature expired: 20260501T114459Z is now earlier than 20260501T114500Z")]
    [InlineData("20260501T121501Z", "Signature not yet current")]
    [InlineData("20250501T120000Z", "does not match")]
    [InlineData("2026-05-01T12:00:00Z", "not in the form")]
    [InlineData("", "not in the form")]
    public void A_signature_in_a_header_is_valid_for_a_quarter_of_an_hour(string time, string? problem)
        => AssertProblem(problem, new ApiRequest(
            "POST",
            "/",
            "",
            new Dictionary<string, string>
            {
                ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIA/20260501/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=00", ["X-Amz-Date"] = time,
            },
            []));

    [Theory]
    [InlineData("20260501T110000Z", "3601", null)]
    [InlineData("20260501T110000Z", "3599", "Signature expired")]
    [InlineData("20260501T121501Z", "60", "not yet current")]
    [InlineData("20260501T115900Z", "604800", null)]
    [InlineData("20260501T115900Z", "604801", "X-Amz-Expires")]
    [InlineData("20260501T115900Z", "0", "X-Amz-Expires")]
    [InlineData("20260501T115900Z", "-5", "X-Amz-Expires")]
    [InlineData("20260501T115900Z", "", "X-Amz-Expires")]
    public void A_presigned_request_is_valid_for_as_long_as_it_says(string time, string expires, string? problem)
        => AssertProblem(problem, new ApiRequest(
            "GET",
            "/",
            $"X-Amz-Credential=AKIA%2F20260501%2Fus-east-1%2Fecs%2Faws4_request&X-Amz-Date={time}&X-Amz-Expires={expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=0",
            new Dictionary<string, string>(),
            []));

    [Fact]
    public async Task A_recorded_request_is_refused_later_whatever_the_speed_of_the_sandbox()
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, TimeScale = 10_000 }, default);
        using var now = RawAws.Root(server);
        using var late = new RawAws(server.EndpointUrl, server.AccessKey, server.SecretKey, clock: () => DateTime.UtcNow.AddMinutes(-16));
        using var early = new RawAws(server.EndpointUrl, server.AccessKey, server.SecretKey, clock: () => DateTime.UtcNow.AddMinutes(16));

        Assert.Equal(200, (int)(await now.JsonAsync("ecs", "AmazonEC2ContainerServiceV20141113.ListClusters", "{}")).Status);
        foreach (var aws in new[] { late, early })
        {
            Assert.Equal("InvalidSignatureException", (string?)(await aws.JsonAsync("ecs", "AmazonEC2ContainerServiceV20141113.ListClusters", "{}")).Json["__type"]);
            Assert.Equal("SignatureDoesNotMatch", (await aws.FormAsync("iam", "Action=ListUsers&Version=2010-05-08")).Xml("Code"));
            Assert.Equal("RequestExpired", (await aws.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15")).Xml("Code"));
        }
    }

    private static void AssertProblem(string? expected, ApiRequest request)
    {
        var problem = SignatureV4.Find(request)!.TimeProblem(request, Now);
        if (expected is null)
        {
            Assert.Null(problem);
        }
        else
        {
            Assert.Contains(expected, problem, StringComparison.Ordinal);
        }
    }
}
