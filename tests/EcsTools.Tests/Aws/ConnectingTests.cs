using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Aws;

/// <summary>Which credentials and which region a request leads to, and what is said when there are none.</summary>
public sealed class ConnectingTests : IDisposable
{
    private const string DefaultAndWork =
        "[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = s\n[work]\naws_access_key_id = WORK\naws_secret_access_key = s\nregion = eu-north-1\n";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new() { ["AWS_EC2_METADATA_DISABLED"] = "true" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_that_were_given_win_over_everything_else()
    {
        _environment["AWS_ACCESS_KEY_ID"] = "FROMENV";
        _environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        using var connection = await ConnectAsync(new() { AccessKey = "GIVEN", SecretKey = "s", SessionToken = "t", Region = "eu-west-1" });
        var keys = await KeysAsync(connection);
        Assert.Equal(("GIVEN", "s", "t"), (keys.AccessKey, keys.SecretKey, keys.Token));
        Assert.Equal("eu-west-1", connection.Region);
    }

    [Theory]
    [InlineData("GIVEN", null, "SecretKey")]
    [InlineData(null, "secret", "AccessKey")]
    public async Task Half_a_pair_of_keys_is_refused_by_the_name_of_the_other_half(string? accessKey, string? secretKey, string missing)
    {
        var error = await FailAsync(new() { AccessKey = accessKey, SecretKey = secretKey, Region = "us-east-1" });
        Assert.Equal(("IncompleteCredentials", missing), (error.ErrorId, error.Parameter));
        Assert.DoesNotContain("secret,", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_comes_before_the_default_profile()
    {
        Profiles("[default]\naws_access_key_id = FROMFILE\naws_secret_access_key = s\n");
        _environment["AWS_ACCESS_KEY_ID"] = "FROMENV";
        _environment["AWS_SECRET_ACCESS_KEY"] = "s";
        _environment["AWS_SESSION_TOKEN"] = "t";
        using var connection = await ConnectAsync(Request() with { Region = "us-east-1" });
        var keys = await KeysAsync(connection);
        Assert.Equal(("FROMENV", "t"), (keys.AccessKey, keys.Token));
    }

    [Fact]
    public async Task The_default_profile_is_found()
    {
        Profiles(DefaultAndWork);
        using var connection = await ConnectAsync(Request() with { Region = "us-east-1" });
        Assert.Equal("DEFAULT", (await KeysAsync(connection)).AccessKey);
    }

    [Fact]
    public async Task The_profile_that_AWS_PROFILE_names_is_found()
    {
        Profiles(DefaultAndWork);
        _environment["AWS_PROFILE"] = "work";
        using var connection = await ConnectAsync(Request());
        Assert.Equal("WORK", (await KeysAsync(connection)).AccessKey);
        Assert.Equal("eu-north-1", connection.Region);
    }

    [Fact]
    public async Task The_file_that_the_environment_names_now_is_read_and_not_the_one_it_named_before()
    {
        foreach (var name in new[] { "first", "second" })
        {
            _environment["AWS_SHARED_CREDENTIALS_FILE"] = _folder.Write(name, $"[default]\naws_access_key_id = {name}\naws_secret_access_key = s\n");
            using var connection = await ConnectAsync(new() { Region = "us-east-1" });
            Assert.Equal(name, (await KeysAsync(connection)).AccessKey);
        }
    }

    [Fact]
    public async Task The_config_file_that_the_environment_names_now_is_read_also_where_it_was_not_there_before()
    {
        _environment["AWS_SHARED_CREDENTIALS_FILE"] = _folder.Write("keys", "[job]\naws_access_key_id = A\naws_secret_access_key = s\n");
        _environment["AWS_CONFIG_FILE"] = _folder.File("later");
        var job = new AwsConnectionRequest { ProfileName = "job" };
        Assert.Equal("NoRegion", (await FailAsync(job)).ErrorId);

        _folder.Write("later", "[profile job]\nregion = eu-north-1\nendpoint_url = http://127.0.0.1:5005\n");
        using var first = await ConnectAsync(job);
        Assert.Equal(("eu-north-1", "http://127.0.0.1:5005"), (first.Region, first.EndpointUrl));

        _environment["AWS_CONFIG_FILE"] = _folder.Write("other", "[profile job]\nregion = eu-south-1\n");
        using var second = await ConnectAsync(job);
        Assert.Equal(("eu-south-1", null), (second.Region, second.EndpointUrl));
    }

    [Fact]
    public async Task A_credentials_file_elsewhere_leaves_the_config_file_where_the_AWS_CLI_has_it()
    {
        _environment["HOME"] = _folder.Path;
        System.IO.Directory.CreateDirectory(_folder.File(".aws"));
        _folder.Write(".aws/config", "[profile job]\nregion = eu-north-1\n");
        _environment["AWS_SHARED_CREDENTIALS_FILE"] = _folder.Write("keys", "[job]\naws_access_key_id = A\naws_secret_access_key = s\n");
        Assert.Equal("eu-north-1", await RegionAsync(new() { ProfileName = "job" }));
    }

    [Fact]
    public async Task The_endpoint_of_a_default_profile_goes_with_its_key_and_with_no_other()
    {
        Profiles("[default]\naws_access_key_id = A\naws_secret_access_key = s\nregion = us-east-1\nendpoint_url = http://127.0.0.1:5005\n");
        using var own = await ConnectAsync(Request());
        Assert.Equal("http://127.0.0.1:5005", own.EndpointUrl);

        using var other = await ConnectAsync(Request() with { AccessKey = "B", SecretKey = "s" });
        Assert.Null(other.EndpointUrl);
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_named_with_those_it_may_have_been_meant_to_be()
    {
        Profiles("[ecs-demo]\naws_access_key_id = A\naws_secret_access_key = s\n[other]\naws_access_key_id = A\naws_secret_access_key = s\n");
        var error = await FailAsync(Request() with { ProfileName = "esc-demo", Region = "us-east-1" });
        Assert.Equal(("UnknownProfile", "ProfileName"), (error.ErrorId, error.Parameter));
        Assert.Contains("esc-demo", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean ecs-demo?", error.Remedy, StringComparison.Ordinal);

        _environment["AWS_PROFILE"] = "nothing-like-it";
        error = await FailAsync(Request());
        Assert.Contains("AWS_PROFILE", error.Message, StringComparison.Ordinal);
        Assert.Contains("ecs-demo, other", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_credentials_anywhere_names_the_profiles_there_are_and_the_sandbox()
    {
        Profiles("[ecs-demo]\naws_access_key_id = A\naws_secret_access_key = s\n");
        var error = await FailAsync(Request() with { Region = "us-east-1" });
        Assert.Equal(("NoCredentials", ErrorKind.Unauthenticated), (error.ErrorId, error.Kind));
        Assert.Contains("ecs-demo", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("Start-EcsSandbox", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_region_is_looked_for_from_what_was_said_to_what_is_merely_there()
    {
        Profiles("[default]\naws_access_key_id = A\naws_secret_access_key = s\nregion = us-west-1\n[work]\naws_access_key_id = A\naws_secret_access_key = s\nregion = us-west-2\n");
        _environment["AWS_REGION"] = "eu-west-1";
        _environment["AWS_DEFAULT_REGION"] = "eu-west-2";
        var work = Request() with { ProfileName = "work", SessionRegion = "eu-west-3" };

        Assert.Equal("ap-south-1", await RegionAsync(work with { Region = "ap-south-1" }));
        Assert.Equal("us-west-2", await RegionAsync(work));
        Assert.Equal("eu-west-3", await RegionAsync(work with { ProfileName = null }));
        Assert.Equal("eu-west-1", await RegionAsync(Request()));
        _environment.Remove("AWS_REGION");
        Assert.Equal("eu-west-2", await RegionAsync(Request()));
        _environment.Remove("AWS_DEFAULT_REGION");
        Assert.Equal("us-west-1", await RegionAsync(Request()));
    }

    [Fact]
    public async Task No_region_is_named()
    {
        Profiles("[default]\naws_access_key_id = A\naws_secret_access_key = s\n");
        var error = await FailAsync(Request());
        Assert.Equal(("NoRegion", "Region"), (error.ErrorId, error.Parameter));
    }

    [Fact]
    public async Task An_impossible_region_is_named_with_the_nearest()
    {
        Profiles("[default]\naws_access_key_id = A\naws_secret_access_key = s\n");
        var error = await FailAsync(Request() with { Region = "eu-wset-1" });
        Assert.Equal(("InvalidRegion", "Region"), (error.ErrorId, error.Parameter));
        Assert.Contains("eu-west-1", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_newer_than_this_module_is_taken_by_its_form()
    {
        Profiles("[default]\naws_access_key_id = A\naws_secret_access_key = s\n");
        Assert.Equal("eu-west-9", await RegionAsync(Request() with { Region = "eu-west-9" }));
    }

    [Theory]
    [InlineData("us-east-1a", "is an availability zone", "-Region us-east-1")]
    [InlineData("us-east-1-bos-1a", "is an availability zone", "-Region us-east-1")]
    [InlineData("US-EAST-1", "is not the name", "-Region us-east-1")]
    [InlineData("us_east_1", "is not the name", "-Region us-east-1")]
    [InlineData("eu west 1", "is not the name", "-Region eu-west-1")]
    [InlineData("Europe (Ireland)", "is not the name", "-Region eu-west-1")]
    [InlineData("ireland", "is not the name", "-Region eu-west-1")]
    [InlineData("use1-az1", "is not the name", "such as us-east-1")]
    public async Task A_region_in_another_form_is_answered_with_the_name_of_the_region(string region, string said, string remedy)
    {
        var error = await FailAsync(Request() with { Region = region });

        Assert.Equal(("InvalidRegion", "Region"), (error.ErrorId, error.Parameter));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("127.0.0.1:5005")]
    public async Task An_endpoint_that_is_no_web_address_is_refused(string url)
    {
        var error = await FailAsync(new() { AccessKey = "A", SecretKey = "s", Region = "us-east-1", EndpointUrl = url });
        Assert.Equal(("InvalidEndpointUrl", "EndpointUrl"), (error.ErrorId, error.Parameter));
        Assert.Contains(url, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_location_that_is_not_there_is_refused()
    {
        var error = await FailAsync(new() { ProfileName = "x", ProfileLocation = _folder.File("nothing"), Region = "us-east-1" });
        Assert.Equal(("ProfileLocationNotFound", "ProfileLocation"), (error.ErrorId, error.Parameter));
    }

    [Fact]
    public async Task Credentials_of_another_copy_of_the_SDK_are_read_by_their_members_each_time_they_are_needed()
    {
        var foreign = new ForeignKeys();
        using var connection = await ConnectAsync(new() { Credential = new ForeignHolder(foreign), Region = "us-east-1" });
        Assert.Equal("KEY2", (await KeysAsync(connection)).AccessKey);
        Assert.Equal("KEY3", (await KeysAsync(connection)).AccessKey);
        Assert.True(string.IsNullOrEmpty((await KeysAsync(connection)).Token));
    }

    [Fact]
    public async Task An_object_that_holds_no_credentials_is_refused_by_its_type()
    {
        var error = await FailAsync(new() { Credential = new Uri("http://127.0.0.1"), Region = "us-east-1" });
        Assert.Equal(("NotCredentials", "Credential"), (error.ErrorId, error.Parameter));
        Assert.Contains("System.Uri", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_never_prints_a_secret()
    {
        var text = new AwsConnectionRequest { AccessKey = "AKIA", SecretKey = "hush", SessionToken = "quiet", Credential = new ForeignKeys() }.ToString();
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain("quiet", text, StringComparison.Ordinal);
    }

    private static async Task<ImmutableCredentials> KeysAsync(AwsConnection connection)
    {
        var field = typeof(AwsConnection).GetField("_credentials", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return await ((AWSCredentials)field.GetValue(connection)!).GetCredentialsAsync();
    }

    private AwsConnectionRequest Request()
    {
        var path = _folder.File("credentials");
        if (!System.IO.File.Exists(path))
        {
            Profiles("");
        }

        return new AwsConnectionRequest { ProfileLocation = path };
    }

    private void Profiles(string text) => _folder.Write("credentials", text);

    private Task<AwsConnection> ConnectAsync(AwsConnectionRequest request)
        => AwsConnections.ConnectAsync(request, SystemClock.Instance, name => _environment.GetValueOrDefault(name), CancellationToken.None);

    private async Task<string> RegionAsync(AwsConnectionRequest request)
    {
        using var connection = await ConnectAsync(request);
        return connection.Region;
    }

    private async Task<EcsToolsException> FailAsync(AwsConnectionRequest request)
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync(request));
        Assert.False(string.IsNullOrEmpty(error.Remedy));
        return error;
    }

    private sealed record ForeignImmutable(string AccessKey, string SecretKey, string? Token);

    private sealed class ForeignKeys
    {
        private int _asked;

        public ForeignImmutable GetCredentials() => new("KEY" + ++_asked, "s", "");
    }

    // As AWSPSCredentials of the AWS Tools for PowerShell, which keeps the credentials in an internal property.
    private sealed class ForeignHolder(ForeignKeys keys)
    {
        internal ForeignKeys Credentials { get; } = keys;
    }
}
