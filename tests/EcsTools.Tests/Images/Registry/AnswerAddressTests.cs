using System;
using EcsTools.Images.Registry;
using Xunit;

namespace EcsTools.Tests.Images.Registry;

/// <summary>Which addresses in a registry's answers are used.</summary>
public class AnswerAddressTests
{
    [Theory]
    [InlineData("registry.example.com", "/v2/x", "https://registry.example.com/v2/x")]
    [InlineData("registry.example.com", "x?n=5", "https://registry.example.com/v2/x?n=5")]
    [InlineData("registry.example.com", "https://REGISTRY.example.com:443/v2/x", "https://registry.example.com/v2/x")]
    [InlineData("registry.example.com", "//registry.example.com/x", "https://registry.example.com/x")]
    [InlineData("localhost:5000", "http://localhost:5000/x", "http://localhost:5000/x")]
    public void The_registrys_own_address_is_used(string registry, string text, string resolved)
        => Assert.Equal(resolved, Rule(registry).Own(From(registry), text, "the upload").AbsoluteUri);

    [Theory]
    [InlineData("registry.example.com", "http://registry.example.com/x", "http://registry.example.com")]
    [InlineData("registry.example.com", "https://registry.example.com:444/x", "https://registry.example.com:444")]
    [InlineData("registry.example.com", "https://evil.example.com/x", "https://evil.example.com")]
    [InlineData("registry.example.com", "//evil.example.com/x", "https://evil.example.com")]
    [InlineData("registry.example.com", "https://registry.example.com@evil.net/x", "https://evil.net")]
    [InlineData("registry.example.com", "https://registry.example.com.evil.net/x", "https://registry.example.com.evil.net")]
    [InlineData("registry.example.com", "https://169.254.169.254/x", "https://169.254.169.254")]
    [InlineData("registry.example.com", "http:", "http:")]
    [InlineData("localhost:5000", "http://127.0.0.1:5000/x", "http://127.0.0.1:5000")]
    [InlineData("localhost:5000", "https://localhost:5000/x", "https://localhost:5000")]
    public void Any_other_address_is_refused_by_its_name(string registry, string text, string named)
    {
        var error = Assert.Throws<EcsToolsException>(() => Rule(registry).Own(From(registry), text, "the upload"));

        Assert.Equal("AddressRefused", error.ErrorId);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("the upload", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.example.com", "/v2/x")]
    [InlineData("registry.example.com", "https://cdn.example.net/x?signature=1")]
    [InlineData("10.0.0.5", "https://10.0.0.6/x")]
    [InlineData("localhost:5000", "http://127.0.0.1:9000/x")]
    [InlineData("localhost:5000", "https://cdn.example.net/x")]
    [InlineData("localhost:5000", "https://10.0.0.6/x")]
    public void A_download_may_come_from_elsewhere_over_https(string registry, string text)
        => Assert.True(Rule(registry).Download(From(registry), text, "the blob").IsAbsoluteUri);

    [Theory]
    [InlineData("registry.example.com", "http://cdn.example.net/x")]
    [InlineData("registry.example.com", "http://registry.example.com/x")]
    [InlineData("registry.example.com", "ftp://cdn.example.net/x")]
    [InlineData("registry.example.com", "file:///etc/passwd")]
    [InlineData("registry.example.com", "https://127.0.0.1/x")]
    [InlineData("registry.example.com", "https://[::ffff:127.0.0.1]/x")]
    [InlineData("registry.example.com", "https://localhost./x")]
    [InlineData("registry.example.com", "https://169.254.169.254/x")]
    [InlineData("registry.example.com", "https://[::ffff:169.254.169.254]/x")]
    [InlineData("registry.example.com", "https://[fe80::1]/x")]
    [InlineData("registry.example.com", "https://[fd00:ec2::254]/x")]
    [InlineData("registry.example.com", "https://0.0.0.0/x")]
    [InlineData("registry.example.com", "https://10.0.0.6/x")]
    [InlineData("registry.example.com", "https://172.31.255.1/x")]
    [InlineData("registry.example.com", "https://192.168.1.1/x")]
    [InlineData("registry.example.com", "https://100.100.100.200/x")]
    [InlineData("localhost:5000", "http://minio:9000/x")]
    [InlineData("localhost:5000", "https://169.254.169.254/x")]
    public void A_download_comes_from_no_such_address(string registry, string text)
        => Assert.Equal(
            "AddressRefused", Assert.Throws<EcsToolsException>(() => Rule(registry).Download(From(registry), text, "the blob")).ErrorId);

    private static AnswerAddress Rule(string registry) => new(new RegistryAddress(registry));

    private static Uri From(string registry) => new(new RegistryAddress(registry).BaseUri, "v2/y");
}
