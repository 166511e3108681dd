using System;
using EcsTools.Images.Registry;
using Xunit;

namespace EcsTools.Tests.Images.Registry;

/// <summary>Where a registry's password may go.</summary>
public class TokenRealmTests
{
    [Theory]
    [InlineData("registry-1.docker.io", "https://auth.docker.io/token")]
    [InlineData("registry.gitlab.com", "https://gitlab.com/jwt/auth")]
    [InlineData("ghcr.io", "https://ghcr.io/token")]
    [InlineData("nvcr.io", "https://nvcr.io/proxy_auth?scope=x")]
    [InlineData("registry.digitalocean.com", "https://api.digitalocean.com/v2/registry/auth")]
    [InlineData("docker.elastic.co", "https://docker-auth.elastic.co/auth")]
    [InlineData("me.jfrog.io", "https://me.jfrog.io/v2/token")]
    [InlineData("registry.example.com:5000", "https://REGISTRY.example.com/token")]
    [InlineData("registry.example.co.uk", "https://auth.example.co.uk/token")]
    [InlineData("registry.cn-hangzhou.aliyuncs.com", "https://dockerauth.cn-hangzhou.aliyuncs.com/auth")]
    [InlineData("crpi-x.cn-shanghai.personal.cr.aliyuncs.com", "https://dockerauth.cn-hangzhou.aliyuncs.com/auth")]
    [InlineData("10.0.0.5", "https://10.0.0.5:5001/token")]
    [InlineData("localhost:5000", "http://127.0.0.1:5001/token")]
    [InlineData("[::1]:5000", "http://localhost:5001/token")]
    public void A_password_goes_to_the_registrys_own_site(string registry, string realm)
        => Assert.True(TokenRealm.IsTrusted(new Uri(realm), new RegistryAddress(registry)));

    [Theory]
    [InlineData("registry.example.com", "https://auth.example.net/token")]
    [InlineData("registry.example.com", "https://registry.example.com.evil.net/token")]
    [InlineData("registry.example.com", "https://notexample.com/token")]
    [InlineData("registry.example.com", "https://registry.example.com@evil.net/token")]
    [InlineData("registry.example.com", "http://registry.example.com/token")]
    [InlineData("registry.example.com", "http://localhost/token")]
    [InlineData("registry.example.com", "ftp://registry.example.com/token")]
    [InlineData("registry.com", "https://evil.com/token")]
    [InlineData("registry.co.uk", "https://evil.co.uk/token")]
    [InlineData("me.jfrog.io", "https://other.jfrog.io/v2/token")]
    [InlineData("me.azurecr.io", "https://other.azurecr.io/oauth2/token")]
    [InlineData("me.eu-west-1.elb.amazonaws.com", "https://other.eu-west-1.elb.amazonaws.com/token")]
    [InlineData("registry.cn-hangzhou.aliyuncs.com", "https://dockerauth.oss-cn-hangzhou.aliyuncs.com/auth")]
    [InlineData("registry.cn-hangzhou.aliyuncs.com", "https://dockerauth.cn-hangzhou.aliyuncs.com.evil.net/auth")]
    [InlineData("10.0.0.5", "https://11.0.0.5/token")]
    [InlineData("registry", "https://auth/token")]
    [InlineData("localhost:5000", "https://auth.example.com/token")]
    [InlineData("localhost:5000", "http://192.0.2.1/token")]
    public void A_password_goes_nowhere_else(string registry, string realm)
        => Assert.False(TokenRealm.IsTrusted(new Uri(realm), new RegistryAddress(registry)));
}
