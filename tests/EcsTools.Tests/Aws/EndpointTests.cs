using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Tests.Support;
using Xunit;
using ListClustersRequest = Amazon.ECS.Model.ListClustersRequest;

namespace EcsTools.Tests.Aws;

/// <summary>Which endpoints are called, and where the addresses in their answers may lead.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new() { ["AWS_EC2_METADATA_DISABLED"] = "true" };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://192.0.2.1:4566")]
    [InlineData("http://emulator:4566")]
    [InlineData("HTTP://EMULATOR")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1@emulator")]
    public async Task An_endpoint_on_the_network_must_be_encrypted(string url)
    {
        var error = await FailAsync(Request() with { EndpointUrl = url });

        Assert.Equal(("InsecureEndpoint", "EndpointUrl"), (error.ErrorId, error.Parameter));
        Assert.Contains(new Uri(url).Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowInsecureEndpoint", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4566")]
    [InlineData("http://localhost:4566")]
    [InlineData("http://[::1]:4566")]
    [InlineData("https://emulator:4566")]
    public async Task An_endpoint_that_nobody_can_read_is_called_and_needs_no_switch(string url)
    {
        using var connection = await ConnectAsync(Request() with { EndpointUrl = url });

        Assert.Equal(url, connection.EndpointUrl);
        Assert.Empty(connection.InsecureEndpoints);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_ECS")]
    [InlineData("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS")]
    [InlineData("AWS_ENDPOINT_URL_SSO_OIDC")]
    public async Task So_must_one_that_an_environment_variable_names(string variable)
    {
        _environment[variable] = "http://emulator:4566";
        var error = await FailAsync(Request());
        Assert.Equal("InsecureEndpoint", error.ErrorId);
        Assert.Contains(variable + ",", error.Message, StringComparison.Ordinal);

        _environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
        using var connection = await ConnectAsync(Request());
        Assert.Empty(connection.InsecureEndpoints);
    }

    [Fact]
    public async Task So_must_one_that_a_profile_names()
    {
        _environment["AWS_SHARED_CREDENTIALS_FILE"] = _folder.Write(
            "credentials", "[job]\naws_access_key_id = A\naws_secret_access_key = s\nregion = us-east-1\nendpoint_url = http://emulator:4566\n");
        _environment["AWS_CONFIG_FILE"] = _folder.File("none");

        var error = await FailAsync(new() { ProfileName = "job" });

        Assert.Equal("InsecureEndpoint", error.ErrorId);
        Assert.Contains("profile 'job', http://emulator:4566", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_switch_allows_it_and_the_connection_knows()
    {
        using var connection = await ConnectAsync(Request() with { EndpointUrl = "http://emulator:4566", AllowInsecureEndpoint = true });

        Assert.Equal(["http://emulator:4566"], connection.InsecureEndpoints);
        Assert.NotNull(connection.Ecs);
        using var elsewhere = connection.In("eu-west-1");
        Assert.NotNull(elsewhere.Ecr);
    }

    [Fact]
    public void A_client_that_is_created_without_a_request_is_checked_too()
    {
        using var connection = new AwsConnection(new BasicAWSCredentials("A", "s"), "us-east-1", "http://emulator:4566", SystemClock.Instance);

        Assert.Equal("InsecureEndpoint", Assert.Throws<EcsToolsException>(() => connection.Ecs).ErrorId);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_signed_request_follows_no_redirect(int status)
    {
        using var foreign = RawHttpServer.Foreign();
        using var api = new RawHttpServer((_, _) => $"{status} Redirect\r\nLocation: {foreign.Address}/\r\n\r\n");
        using var connection = Connection(api);

        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => connection.Ecs.ListClustersAsync(new ListClustersRequest(), CancellationToken.None));

        Assert.Equal("AddressRefused", error.ErrorId);
        Assert.Contains($"{api.Address} redirects to '{foreign.Address}/'", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(api.Heads);
        Assert.Empty(foreign.Received);
    }

    [Theory]
    [InlineData("ftp://registry.example.com", "ftp://registry.example.com")]
    [InlineData("https://169.254.169.254", "https://169.254.169.254")]
    [InlineData("https://127.0.0.1@evil.net", "https://127.0.0.1@evil.net")]
    [InlineData("registry", "registry")]
    public async Task A_registry_token_goes_to_no_such_registry(string proxyEndpoint, string named)
    {
        using var api = new RawHttpServer((_, _) => "200 OK\r\nContent-Type: application/x-amz-json-1.1\r\n\r\n"
            + """{"authorizationData":[{"authorizationToken":"QVdTOnNlY3JldA==","expiresAt":4102444800,"proxyEndpoint":"ENDPOINT"}]}"""
                .Replace("ENDPOINT", proxyEndpoint, StringComparison.Ordinal));
        using var connection = Connection(api);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => EcrAuthorization.GetAsync(connection, renew: true, CancellationToken.None));

        Assert.Equal("AddressRefused", error.ErrorId);
        Assert.Contains($"{named} for the registry", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ws://192.0.2.1/x", "http://127.0.0.1:1")]
    [InlineData("http://bucket.s3.amazonaws.com/x", null)]
    [InlineData("https://127.0.0.1/x", null)]
    [InlineData("https://localhost/x", "https://emulator")]
    [InlineData("https://[fe80::1]/x", null)]
    [InlineData("https://u:p@bucket.s3.amazonaws.com/x", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Neither_a_stream_nor_a_download_goes_there(string? address, string? endpoint)
    {
        using var connection = new AwsConnection(new BasicAWSCredentials("A", "s"), "us-east-1", endpoint, SystemClock.Instance);

        Assert.Equal("AddressRefused", Assert.Throws<EcsToolsException>(() => AnsweredAddress.Require(address, connection.Ecr.Config, "the download")).ErrorId);
    }

    [Theory]
    [InlineData("https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/x?X-Amz-Security-Token=t", null)]
    [InlineData("wss://ssmmessages.us-east-1.amazonaws.com/v1/data-channel/x?role=publish_subscribe", null)]
    [InlineData("ws://127.0.0.1:5005/x", "http://localhost:5005")]
    [InlineData("https://10.0.0.5/x", "https://emulator")]
    public void They_go_where_AWS_and_a_sandbox_send_them(string address, string? endpoint)
    {
        using var connection = new AwsConnection(new BasicAWSCredentials("A", "s"), "us-east-1", endpoint, SystemClock.Instance);

        Assert.Equal(address, AnsweredAddress.Require(address, connection.Ecr.Config, "the download").OriginalString);
    }

    private static AwsConnectionRequest Request() => new() { AccessKey = "A", SecretKey = "s", Region = "us-east-1" };

    private static AwsConnection Connection(RawHttpServer api)
        => new(new SessionAWSCredentials("A", "s", "session"), "us-east-1", api.Address, SystemClock.Instance);

    private async Task<AwsConnection> ConnectAsync(AwsConnectionRequest request)
        => await AwsConnections.ConnectAsync(request, SystemClock.Instance, name => _environment.GetValueOrDefault(name), CancellationToken.None);

    private async Task<EcsToolsException> FailAsync(AwsConnectionRequest request)
        => await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync(request));
}
