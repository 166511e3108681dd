using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Images.Credentials;
using EcsTools.Tests.Identity;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Sandbox.Hosting;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Ecr;

public sealed class EcrLoginTests : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly SandboxFixture _sandbox;
    private readonly TemporaryFolder _docker = new();
    private readonly StepClock _clock = new() { UtcNow = DateTimeOffset.UtcNow };
    private readonly AwsConnection _connection;

    public EcrLoginTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        var server = sandbox.Server;

        _connection = new AwsConnection(new BasicAWSCredentials(server.AccessKey, server.SecretKey), server.Region, server.EndpointUrl, _clock);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _docker.Dispose();
    }

    [Fact]
    public async Task A_login_puts_a_token_that_the_registry_takes_where_docker_looks_for_it()
    {
        var login = await Logins().LoginAsync(new EcrLoginRequest());

        Assert.Equal(_sandbox.Server.RegistryUri, login.Registry);
        Assert.Equal(("AWS", "auths", _docker.File("config.json")), (login.UserName, login.CredentialStore, login.ConfigPath));
        Assert.InRange(login.ExpiresAt, _clock.UtcNow.AddHours(11), _clock.UtcNow.AddHours(13));
        var stored = Stored(login.Registry);
        Assert.StartsWith("AWS:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(stored, letter => letter is '\r' or '\n' or '\uFEFF' or ' ');
        Assert.Equal(HttpStatusCode.OK, await AnswerAsync(stored));
        Assert.Equal(HttpStatusCode.BadRequest, await AnswerAsync(stored + "\n"));
    }

    [SkippableFact]
    public async Task Skopeo_finds_the_login_and_reads_the_registry_with_it()
    {
        Tool.Require("skopeo");
        await _connection.Ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = "login/web" });
        var login = await Logins().LoginAsync(new EcrLoginRequest());

        var user = await Tool.RunOrFailAsync("skopeo", "login", "--get-login", "--authfile", login.ConfigPath, login.Registry);
        var tags = await Tool.RunOrFailAsync(
            "skopeo", "list-tags", "--tls-verify=false", "--authfile", login.ConfigPath, $"docker://{login.Registry}/login/web");

        Assert.Equal("AWS", user.Trim());
        Assert.Contains("\"Tags\"", tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_else_is_in_dockers_configuration_stays()
    {
        _docker.Write("config.json", """{"auths":{"registry.example":{"auth":"eDp5"}},"detachKeys":"ctrl-e,e"}""");

        await Logins().LoginAsync(new EcrLoginRequest());

        var config = JsonNode.Parse(File.ReadAllText(_docker.File("config.json")))!;
        Assert.Equal("ctrl-e,e", (string?)config["detachKeys"]);
        Assert.Equal("eDp5", (string?)config["auths"]!["registry.example"]!["auth"]);
        Assert.Equal(2, config["auths"]!.AsObject().Count);
    }

    [Fact]
    public async Task A_token_too_long_for_windows_goes_to_the_file_and_the_reason_is_said()
    {
        _docker.Write("config.json", """{"credsStore":"wincred"}""");
        var log = new ProgressLog();
        var token = new string('t', 2700);
        using var ecr = new TokenServer("111111111111.dkr.ecr.eu-west-1.amazonaws.com", token);
        using var connection = new AwsConnection(new BasicAWSCredentials("AKIA" + Guid.NewGuid().ToString("N"), "s"), "eu-west-1", ecr.Url, _clock);

        var login = await Logins(connection, HostSystem.Windows).LoginAsync(new EcrLoginRequest(), log);

        Assert.Equal("auths", login.CredentialStore);
        Assert.Equal("AWS:" + token, Stored(login.Registry));
        Assert.Contains(log.Reports, report => report.Status.Contains("2560", StringComparison.Ordinal));
        var config = JsonNode.Parse(File.ReadAllText(_docker.File("config.json")))!;
        Assert.Equal("wincred", (string?)config["credsStore"]);
        Assert.Equal("", (string?)config["credHelpers"]![login.Registry]);
    }

    [Fact]
    public async Task The_object_and_the_messages_carry_no_password()
    {
        var log = new ProgressLog();
        var logins = Logins();

        var login = await logins.LoginAsync(new EcrLoginRequest(), log);

        var password = Stored(login.Registry)["AWS:".Length..];
        Assert.DoesNotContain(password, login.ToString() + JsonSerializer.Serialize(login), StringComparison.Ordinal);
        Assert.All(log.Reports, report => Assert.DoesNotContain(password, report.Status, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_credential_is_what_the_registry_takes_and_is_stored_nowhere()
    {
        var credential = await Logins().GetCredentialAsync(new EcrLoginRequest());

        var password = new NetworkCredential("", credential.Password).Password;
        Assert.Equal(HttpStatusCode.OK, await AnswerAsync($"{credential.UserName}:{password}"));
        Assert.Empty(Directory.GetFiles(_docker.Path));
    }

    [Fact]
    public async Task A_token_is_kept_until_five_minutes_before_it_ends()
    {
        var logins = Logins();
        var login = await logins.LoginAsync(new EcrLoginRequest());
        var first = Stored(login.Registry);
        _clock.UtcNow = login.ExpiresAt.AddMinutes(-5).AddSeconds(-1);
        var kept = Stored((await logins.LoginAsync(new EcrLoginRequest())).Registry);
        _clock.UtcNow = login.ExpiresAt.AddMinutes(-5);
        var renewed = Stored((await logins.LoginAsync(new EcrLoginRequest())).Registry);

        Assert.Equal(first, kept);
        Assert.NotEqual(kept, renewed);
    }

    [Fact]
    public async Task Ecr_public_of_a_sandbox_is_the_sandbox()
    {
        var login = await Logins().LoginAsync(new EcrLoginRequest { IsPublic = true });

        Assert.Equal(_sandbox.Server.RegistryUri, login.Registry);
        Assert.Null(login.Region);
        Assert.Equal(HttpStatusCode.OK, await AnswerAsync(Stored(login.Registry)));
    }

    [Fact]
    public async Task Another_accounts_registry_has_the_same_token_and_another_host()
    {
        using var ecr = new TokenServer("111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn");
        using var connection = new AwsConnection(new BasicAWSCredentials("AKIA" + Guid.NewGuid().ToString("N"), "s"), "cn-north-1", ecr.Url, _clock);

        var login = await Logins(connection).LoginAsync(new EcrLoginRequest { RegistryId = "222222222222" });

        Assert.Equal("222222222222.dkr.ecr.cn-north-1.amazonaws.com.cn", login.Registry);
        Assert.Equal("AWS:the-token", Stored(login.Registry));
    }

    [Fact]
    public async Task Ecr_public_is_refused_where_it_does_not_exist()
    {
        using var connection = new AwsConnection(new BasicAWSCredentials("a", "s"), "cn-north-1", null, _clock);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Logins(connection).LoginAsync(new EcrLoginRequest { IsPublic = true }));

        Assert.Equal(("NoEcrPublicHere", "Public"), (error.ErrorId, error.Parameter));
    }

    [Theory]
    [InlineData("123")]
    [InlineData("my-account")]
    [InlineData("12345678901x")]
    public async Task A_registry_id_that_is_no_account_is_refused(string id)
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Logins().LoginAsync(new EcrLoginRequest { RegistryId = id }));

        Assert.Equal(("InvalidRegistryId", "RegistryId"), (error.ErrorId, error.Parameter));
        Assert.Empty(Directory.GetFiles(_docker.Path));
    }

    [Fact]
    public async Task A_registry_the_sandbox_does_not_have_is_named()
    {
        Assert.Equal(_sandbox.Server.RegistryUri, (await Logins().LoginAsync(new EcrLoginRequest { RegistryId = "000000000000" })).Registry);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Logins().LoginAsync(new EcrLoginRequest { RegistryId = "123456789012" }));

        Assert.Equal("OnlyOneRegistry", error.ErrorId);
    }

    private EcrLogins Logins(AwsConnection? connection = null, HostSystem system = HostSystem.Linux)
        => new(connection ?? _connection, new DockerConfigFile(new HostEnvironment(system, _docker.Path, Environments(_docker.Path)), SystemClock.Instance));

    private static Func<string, string?> Environments(string folder) => name => name switch
    {
        "DOCKER_CONFIG" => folder,
        "PATH" => "",
        _ => null,
    };

    private string Stored(string registry)
    {
        var config = JsonNode.Parse(File.ReadAllText(_docker.File("config.json")))!;
        return Encoding.UTF8.GetString(Convert.FromBase64String((string)config["auths"]![registry]!["auth"]!));
    }

    private async Task<HttpStatusCode> AnswerAsync(string credential)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credential)));
        using var response = await http.GetAsync(new Uri($"http://{_sandbox.Server.RegistryUri}/v2/"));
        return response.StatusCode;
    }

    /// <summary>Answers GetAuthorizationToken as ECR of another partition would.</summary>
    private sealed class TokenServer : IDisposable
    {
        private readonly HttpListener _listener;

        public TokenServer(string registry, string token = "the-token")
        {
            (_listener, var port) = LoopbackListener.Start();
            Url = $"http://127.0.0.1:{port}/";
            _ = ServeAsync(new JsonObject
            {
                ["authorizationData"] = new JsonArray(new JsonObject
                {
                    ["authorizationToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + token)),
                    ["expiresAt"] = DateTimeOffset.UtcNow.AddHours(12).ToUnixTimeSeconds(),
                    ["proxyEndpoint"] = "https://" + registry,
                }),
            }.ToJsonString());
        }

        public string Url { get; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(string answer)
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.ContentType = "application/x-amz-json-1.1";
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                    context.Response.Close();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
