using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Profiles;

/// <summary>The kinds of profile that the shared files can hold.</summary>
public sealed class ProfileTests : IClassFixture<MotoServer>, IDisposable
{
    private static readonly string Show = OperatingSystem.IsWindows() ? "cmd /c type " : "cat ";

    private readonly TemporaryFolder _folder = new();
    private readonly MotoServer _moto;

    public ProfileTests(MotoServer moto) => _moto = moto;

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_role_is_assumed_with_the_keys_of_its_source_profile()
    {
        Profiles("""
            [base]
            aws_access_key_id = AKIABASE
            aws_secret_access_key = s
            [middle]
            role_arn = arn:aws:iam::123456789012:role/middle
            source_profile = base
            role_session_name = first-hop
            [top]
            role_arn = arn:aws:iam::123456789012:role/top
            source_profile = middle
            external_id = outside
            region = eu-central-1
            """);
        using var connection = await ConnectAsync("top", _moto.EndpointUrl);
        var keys = await KeysAsync(connection);
        Assert.StartsWith("ASIA", keys.AccessKey, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(keys.Token));
        Assert.Equal("eu-central-1", connection.Region);
        Assert.Equal("123456789012", await connection.GetAccountIdAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task An_MFA_code_is_asked_for_by_the_serial_of_the_device()
    {
        Profiles("""
            [base]
            aws_access_key_id = AKIABASE
            aws_secret_access_key = s
            [guarded]
            role_arn = arn:aws:iam::123456789012:role/guarded
            source_profile = base
            mfa_serial = arn:aws:iam::123456789012:mfa/me
            """);
        var asked = new List<string>();
        using var connection = await ConnectAsync("guarded", _moto.EndpointUrl, serial =>
        {
            asked.Add(serial);
            return "123456";
        });
        Assert.Equal(new[] { "arn:aws:iam::123456789012:mfa/me" }, asked);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("guarded", _moto.EndpointUrl));
        Assert.Equal(("MfaCodeNeeded", ErrorKind.Unauthenticated), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task A_chain_of_sources_that_leads_back_to_itself_is_shown()
    {
        Profiles("[a]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = b\n[b]\nrole_arn = arn:aws:iam::123456789012:role/b\nsource_profile = a\n");
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("a", "http://127.0.0.1:9"));
        Assert.Equal("UnusableProfile", error.ErrorId);
        Assert.Contains("a → b → a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_profile_that_is_not_there_is_named_with_the_profile_that_wants_it()
    {
        Profiles("[a]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = bsae\n[base]\naws_access_key_id = A\naws_secret_access_key = s\n");
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("a", "http://127.0.0.1:9"));
        Assert.Contains("source_profile of profile 'a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("base", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SSO_profile_without_a_session_says_how_to_sign_in()
    {
        Profiles("""
            [sso]
            sso_start_url = https://example.awsapps.com/start
            sso_region = us-east-1
            sso_account_id = 123456789012
            sso_role_name = Admin
            """);
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("sso", null));
        Assert.Equal(("SsoSessionExpired", ErrorKind.Unauthenticated), (error.ErrorId, error.Kind));
        Assert.Contains("aws sso login --profile sso", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SSO_session_of_the_config_file_serves_the_profiles_that_name_it()
    {
        Profiles("");
        _folder.Write("config", """
            [sso-session work]
            sso_start_url = https://example.awsapps.com/start
            sso_region = us-east-1
            [profile sso]
            sso_session = work
            sso_account_id = 123456789012
            sso_role_name = Admin
            [profile lost]
            sso_session = wrok
            sso_account_id = 123456789012
            sso_role_name = Admin
            """);
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("sso", null));
        Assert.Equal("SsoSessionExpired", error.ErrorId);

        error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("lost", null));
        Assert.Equal("UnusableProfile", error.ErrorId);
        Assert.Contains("[sso-session wrok]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_a_profile_is_in_one_file_and_its_role_in_the_other()
    {
        Profiles("[base]\naws_access_key_id = A\naws_secret_access_key = s\nregion = eu-west-1\n");
        _folder.Write("config", "[profile base]\nregion = eu-west-2\ncli_pager =\ns3 =\n  endpoint_url = http://127.0.0.1:9\n[profile 'a b']\nsource_profile = none\nrole_arn = r\n");
        using var connection = await ConnectAsync("base", null);
        Assert.Equal(("eu-west-1", null), (connection.Region, connection.EndpointUrl));
        Assert.Equal(new[] { "a b", "base" }, AwsConnections.ProfileNames(Location));

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("a b", null));
        Assert.Contains("source_profile of profile 'a b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_process_is_run()
    {
        var answer = _folder.Write("answer.json", """{"Version":1,"AccessKeyId":"FROMPROCESS","SecretAccessKey":"s","SessionToken":"t"}""");
        Profiles($"[works]\ncredential_process = {Show}{answer}\n");
        using var connection = await ConnectAsync("works", null);
        Assert.Equal("FROMPROCESS", (await KeysAsync(connection)).AccessKey);
    }

    [Fact]
    public async Task A_credential_process_that_fails_is_told()
    {
        Profiles($"[fails]\ncredential_process = {Show}{_folder.File("answer.json")}.not\n");
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("fails", null));
        Assert.Equal(("CredentialProcessFailed", ErrorKind.Unauthenticated), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task A_profile_without_credentials_is_unusable_and_says_so()
    {
        Profiles("[empty]\nregion = us-east-1\n");
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ConnectAsync("empty", null));
        Assert.Equal(("UnusableProfile", "ProfileName"), (error.ErrorId, error.Parameter));
        Assert.Contains("empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_the_profiles_are_listed()
    {
        Profiles("[b]\naws_access_key_id = A\naws_secret_access_key = s\n[a]\ncredential_process = x\nregion = us-east-1\n");
        Assert.Equal(new[] { "a", "b" }, AwsConnections.ProfileNames(Location));
    }

    private string Location => _folder.File("credentials");

    private void Profiles(string text) => File.WriteAllText(Location, text);

    private Task<AwsConnection> ConnectAsync(string profile, string? endpointUrl, Func<string, string>? askMfaCode = null)
        => AwsConnections.ConnectAsync(
            new AwsConnectionRequest
            {
                ProfileName = profile,
                ProfileLocation = Location,
                EndpointUrl = endpointUrl,
                SessionRegion = "us-east-1",
                AskMfaCode = askMfaCode,
            },
            SystemClock.Instance,
            _ => null,
            CancellationToken.None);

    private static async Task<ImmutableCredentials> KeysAsync(AwsConnection connection)
    {
        var field = typeof(AwsConnection).GetField("_credentials", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return await ((AWSCredentials)field.GetValue(connection)!).GetCredentialsAsync();
    }
}
