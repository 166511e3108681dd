using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Engine;

/// <summary>Where an engine is looked for.</summary>
public sealed class DockerEndpointTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "unix:///var/run/docker.sock")]
    [InlineData("unix:///run/user/1000/with space.sock", "unix:///run/user/1000/with%20space.sock")]
    [InlineData("npipe:////./pipe/docker_engine", "npipe://./pipe/docker_engine")]
    [InlineData("npipe:////./pipe/podman-machine-default", "npipe://./pipe/podman-machine-default")]
    [InlineData("tcp://host:2375", "tcp://host:2375/")]
    [InlineData("tcp://host", "tcp://host:2375/")]
    [InlineData("10.0.0.1:2375", "tcp://10.0.0.1:2375/")]
    [InlineData("https://host:2376", "https://host:2376/")]
    public void Dockers_hosts_become_uris(string host, string uri) =>
        Assert.Equal(uri, new DockerEndpoint(host, "test").ToUri().AbsoluteUri);

    [Theory]
    [InlineData("ssh://me@host", "ssh -NL")]
    [InlineData("fd://", "DOCKER_HOST")]
    [InlineData("tcp://", "DOCKER_HOST")]
    public void Hosts_it_cannot_reach_are_refused_with_a_way_out(string host, string remedy)
    {
        var refused = Assert.Throws<EcsToolsException>(() => new DockerEndpoint(host, "DOCKER_HOST").ToUri());
        Assert.Equal("DockerEndpointUnsupported", refused.ErrorId);
        Assert.Contains(host, refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Remedy, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_variable_goes_before_the_context_variable_before_the_current_context()
    {
        Tool.Require("docker");
        using var config = new TemporaryFolder();
        await CreateContextAsync(config, "one", "host=tcp://one:1");
        await CreateContextAsync(config, "two", "host=unix:///two.sock");
        await Tool.RunOrFailAsync("docker", "--config", config.Path, "context", "use", "one");
        var folder = ("DOCKER_CONFIG", config.Path);
        Assert.Equal("tcp://one:1", Only(EngineFixture.Alone(null, folder)).Host);
        Assert.Equal("unix:///two.sock", Only(EngineFixture.Alone(null, folder, ("DOCKER_CONTEXT", "two"))).Host);
        Assert.Equal("tcp://said:1", Only(EngineFixture.Alone("tcp://said:1", folder, ("DOCKER_CONTEXT", "two"))).Host);
        Assert.Equal("DOCKER_HOST", Only(EngineFixture.Alone("tcp://said:1", folder)).Source);
        Assert.Contains("'one'", Only(EngineFixture.Alone(null, folder)).Source, StringComparison.Ordinal);
        Assert.Equal("unix:///var/run/docker.sock", DockerEndpoints.Find(EngineFixture.Alone(null, folder, ("DOCKER_CONTEXT", "default")))[0].Host);
    }

    [SkippableFact]
    public async Task A_context_brings_its_certificates()
    {
        Tool.Require("docker");
        using var config = new TemporaryFolder();
        using var certificates = TestCertificates.Create();
        await CreateContextAsync(config, "tls", $"host=tcp://h:2376,ca={certificates.File("ca.pem")},cert={certificates.File("cert.pem")},key={certificates.File("key.pem")}");
        await CreateContextAsync(config, "blind", "host=tcp://h:2376,skip-tls-verify=true");
        var tls = Only(EngineFixture.Alone(null, ("DOCKER_CONFIG", config.Path), ("DOCKER_CONTEXT", "tls"))).Tls;
        Assert.True(tls is { Verify: true });
        Assert.Equal(new[] { "ca.pem", "cert.pem", "key.pem" }, Directory.GetFiles(tls.Folder!).Select(Path.GetFileName).Order());
        var blind = Only(EngineFixture.Alone(null, ("DOCKER_CONFIG", config.Path), ("DOCKER_CONTEXT", "blind"))).Tls;
        Assert.Equal(new DockerTls(null, false), blind);
    }

    [Fact]
    public void The_environments_tls_is_that_of_dockers_variables()
    {
        var verified = Only(EngineFixture.Alone("tcp://h", ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/c")));
        Assert.Equal(new DockerTls("/c", true), verified.Tls);
        Assert.Equal(2376, verified.ToUri().Port);
        Assert.Equal(new DockerTls("/nonexistent/home/.docker", false), Only(EngineFixture.Alone("tcp://h", ("DOCKER_TLS", "1"))).Tls);
        Assert.Null(Only(EngineFixture.Alone("tcp://h")).Tls);
    }

    [Fact]
    public void Without_a_word_the_usual_sockets_of_the_system_are_tried()
    {
        var linux = DockerEndpoints.Find(EngineFixture.Alone(null, ("XDG_RUNTIME_DIR", "/run/user/7")));
        Assert.Equal(
            new[]
            {
                "unix:///var/run/docker.sock", "unix:///run/user/7/docker.sock", "unix:///nonexistent/home/.docker/run/docker.sock",
                "unix:///run/podman/podman.sock", "unix:///run/user/7/podman/podman.sock",
            },
            linux.Select(endpoint => endpoint.Host));
        var windows = DockerEndpoints.Find(new HostEnvironment(HostSystem.Windows, "C:\\u", _ => null));
        Assert.Equal("npipe:////./pipe/docker_engine", Assert.Single(windows).Host);
    }

    [Theory]
    [InlineData("{\"currentContext\":\"gone\"}", "DockerContextNotFound", "'gone'")]
    [InlineData("{not json", "DockerConfigUnreadable", "config.json")]
    public void A_configuration_that_leads_nowhere_is_an_error_that_names_it(string json, string errorId, string named)
    {
        using var config = new TemporaryFolder();
        config.Write("config.json", json);
        var failed = Assert.Throws<EcsToolsException>(() => DockerEndpoints.Find(EngineFixture.Alone(null, ("DOCKER_CONFIG", config.Path))));
        Assert.Equal(errorId, failed.ErrorId);
        Assert.Contains(named, failed.Message, StringComparison.Ordinal);
        Assert.NotNull(failed.Remedy);
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"currentContext\":5}", "currentContext")]
    [InlineData("{\"currentContext\":\"\\ud800\"}", "currentContext")]
    [InlineData("{\"currentContext\":\"a\",\"currentContext\":\"b\"}", "twice")]
    public void A_configuration_of_another_form_cannot_be_read(string json, string said)
    {
        using var config = new TemporaryFolder();
        config.Write("config.json", json);
        AssertUnreadable(said, EngineFixture.Alone(null, ("DOCKER_CONFIG", config.Path)));
    }

    [Theory]
    [InlineData("5", "not a JSON object")]
    [InlineData("{\"Endpoints\":[]}", "'Endpoints'")]
    [InlineData("{\"Endpoints\":{\"docker\":\"tcp://h\"}}", "'docker'")]
    [InlineData("{\"Endpoints\":{\"docker\":{\"Host\":5}}}", "'Host'")]
    [InlineData("{\"Endpoints\":{\"docker\":{\"Host\":\"\\ud800\"}}}", "'Host'")]
    public void A_context_of_another_form_cannot_be_read(string json, string said)
    {
        using var config = new TemporaryFolder();
        WriteContext(config, "odd", json);
        AssertUnreadable(said, EngineFixture.Alone(null, ("DOCKER_CONFIG", config.Path), ("DOCKER_CONTEXT", "odd")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"Endpoints\":null}")]
    [InlineData("{\"Endpoints\":{\"kubernetes\":{}}}")]
    [InlineData("{\"Endpoints\":{\"docker\":{\"Host\":\"\"}}}")]
    public void A_context_without_a_host_is_not_found(string json)
    {
        using var config = new TemporaryFolder();
        WriteContext(config, "empty", json);
        var failed = Assert.Throws<EcsToolsException>(() =>
            DockerEndpoints.Find(EngineFixture.Alone(null, ("DOCKER_CONFIG", config.Path), ("DOCKER_CONTEXT", "empty"))));
        Assert.Equal("DockerContextNotFound", failed.ErrorId);
    }

    private static void AssertUnreadable(string said, HostEnvironment environment)
    {
        var failed = Assert.Throws<EcsToolsException>(() => DockerEndpoints.Find(environment));
        Assert.Equal("DockerConfigUnreadable", failed.ErrorId);
        Assert.Contains(said, failed.Message, StringComparison.Ordinal);
    }

    private static void WriteContext(TemporaryFolder config, string name, string json)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var folder = Directory.CreateDirectory(Path.Combine(config.Path, "contexts", "meta", id));
        File.WriteAllText(Path.Combine(folder.FullName, "meta.json"), json);
    }

    private static DockerEndpoint Only(HostEnvironment environment) => Assert.Single(DockerEndpoints.Find(environment));

    private static async Task CreateContextAsync(TemporaryFolder config, string name, string docker) =>
        await Tool.RunOrFailAsync("docker", "--config", config.Path, "context", "create", name, "--docker", docker);

    [Fact]
    public void On_Windows_an_engine_behind_ssh_is_forwarded_to_a_port()
    {
        var refused = DockerErrors.UnsupportedEndpoint(new DockerEndpoint("ssh://me@host", "DOCKER_HOST"), isWindows: true);
        Assert.Contains("ssh -NL 127.0.0.1:2375:/var/run/docker.sock", refused.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("unix://", refused.Remedy, StringComparison.Ordinal);
    }
}
