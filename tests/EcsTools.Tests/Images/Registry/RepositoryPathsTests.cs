using EcsTools.Images.Registry;
using Xunit;

namespace EcsTools.Tests.Images.Registry;

/// <summary>What comes from outside and becomes a part of a registry's path.</summary>
public class RepositoryPathsTests
{
    private static readonly RepositoryPaths Paths = new("web");
    private static readonly string Digest = "sha256:" + new string('a', 64);

    [Fact]
    public void Tags_and_digests_are_parts_of_paths()
    {
        Assert.Equal("v2/web/manifests/1.4.0-beta_2", Paths.Manifest("1.4.0-beta_2"));
        Assert.Equal("v2/web/manifests/" + Digest, Paths.Manifest(Digest));
        Assert.Equal("v2/web/blobs/" + Digest, Paths.Blob(Digest));
        Assert.Equal("v2/web/referrers/" + Digest, Paths.Referrers(Digest));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../other/manifests/latest")]
    [InlineData("..%2f..%2fother")]
    [InlineData("a/b")]
    [InlineData("a?n=1")]
    [InlineData("a#b")]
    [InlineData("a\r\nHost: b")]
    [InlineData("sha256:../../../../../../../../../../../../../../../../../../../../x")]
    [InlineData("sha512:../../../../../../../../../../../../../../../../../../../../x")]
    [InlineData("sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Nothing_else_is(string reference)
    {
        Assert.Throws<MalformedContentException>(() => Paths.Manifest(reference));
        Assert.Throws<MalformedContentException>(() => Paths.Blob(reference));
        Assert.Throws<MalformedContentException>(() => Paths.Referrers(reference));
    }
}
