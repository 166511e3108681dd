using System;
using EcsTools.Ecr;
using EcsTools.Models;
using Xunit;

namespace EcsTools.Tests.Ecr;

public class EcrNamesTests
{
    [Theory]
    [InlineData("docker.io/me/crawler", "Use -RepositoryName me/crawler.")]
    [InlineData("ghcr.io/team/web:1.4.0", "Use -RepositoryName team/web -Tag 1.4.0.")]
    [InlineData("localhost:5000/web", "Use -RepositoryName web.")]
    [InlineData("localhost/web", "Use -RepositoryName web.")]
    [InlineData("127.0.0.1:5000/web", "Use -RepositoryName web.")]
    [InlineData("my-host:5000/web", "Use -RepositoryName web.")]
    [InlineData("000000000000.dkr.ecr.us-east-1.amazonaws.com/team/web", "Use -RepositoryName team/web.")]
    [InlineData("public.ecr.aws/nginx/nginx", "Use -RepositoryName nginx/nginx.")]
    [InlineData("web:1.0", "Use -RepositoryName web -Tag 1.0.")]
    [InlineData("web@sha256:0123", "Use -RepositoryName web.")]
    public void The_name_of_an_image_is_not_the_name_of_a_repository(string name, string remedy)
    {
        var refused = Assert.Throws<EcsToolsException>(() => EcrNames.CheckRepository(name));
        Assert.Equal(("InvalidRepositoryName", remedy), (refused.ErrorId, refused.Remedy));
        Assert.Contains($"'{name}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("team/web")]
    [InlineData("my.team/web")]
    [InlineData("v1.2/web")]
    [InlineData("docker-hub/library/nginx")]
    public void The_name_of_a_repository_may_have_dots_and_slashes(string name) => EcrNames.CheckRepository(name);

    [Fact]
    public void A_remedy_names_no_tag_where_the_command_takes_none()
    {
        var refused = Assert.Throws<EcsToolsException>(() => EcrNames.CheckRepository("web:1.0", takesTag: false));
        Assert.Equal("Use -RepositoryName web.", refused.Remedy);
    }

    [Fact]
    public void An_image_was_last_used_when_it_was_pulled_or_pushed()
    {
        var pushed = new DateTimeOffset(2027, 1, 31, 9, 0, 0, TimeSpan.Zero);
        var image = new EcrStoredImage
        {
            ImageUri = "web", RepositoryName = "web", RepositoryUri = "web", ImageDigest = "sha256:0", AccountId = "0", Region = "eu-west-1",
        };
        Assert.Equal(pushed, (image with { PushedAt = pushed }).LastUsedAt);
        Assert.Equal(pushed.AddDays(1), (image with { PushedAt = pushed, LastPulledAt = pushed.AddDays(1) }).LastUsedAt);

        // ECR records a pull only to the day, so it can seem to be before the push.
        Assert.Equal(pushed, (image with { PushedAt = pushed, LastPulledAt = pushed.Date }).LastUsedAt);
        Assert.Equal(DateTimeOffset.MaxValue, image.LastUsedAt);
    }
}
