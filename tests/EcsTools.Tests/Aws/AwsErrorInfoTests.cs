using System;
using System.Net;
using Amazon.ECS;
using Amazon.Runtime;
using EcsTools.Aws;
using Xunit;

namespace EcsTools.Tests.Aws;

public sealed class AwsErrorInfoTests
{
    [Fact]
    public void What_AWS_said_is_found_under_what_wraps_it()
    {
        var said = new AmazonECSException("No such cluster.", ErrorType.Sender, "ClusterNotFoundException", "request-1", HttpStatusCode.BadRequest);
        Assert.True(AwsErrorInfo.TryRead(new InvalidOperationException("outer", said), out var error));
        Assert.Equal(new AwsErrorInfo("ClusterNotFoundException", "No such cluster.", "request-1", 400, "ECS"), error);
    }

    [Fact]
    public void An_error_that_AWS_never_answered_is_not_one_of_AWS()
        => Assert.False(AwsErrorInfo.TryRead(new AmazonServiceException("Connection refused."), out _));
}
