using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Images.Engine;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Engine;

/// <summary>Reaching an engine, agreeing on a version, and every way that can fail.</summary>
[Collection("Docker engine")]
public sealed class DockerEngineTests
{
    private readonly EngineFixture _engine;

    public DockerEngineTests(EngineFixture engine) => _engine = engine;

    [SkippableFact]
    public async Task The_engine_says_what_it_is_and_where()
    {
        _engine.Require();
        using var engine = await DockerEngine.ConnectAsync(EngineFixture.Alone(), default);
        Assert.Equal(("unix://" + EngineFixture.Socket, "the default socket"), (engine.Endpoint, engine.Source));
        Assert.Equal(("linux", "amd64"), (engine.OperatingSystem, engine.Architecture));
        Assert.NotEmpty(engine.ServerVersion);
        await engine.Client.System.PingAsync();
    }

    [Theory]
    [InlineData("1.41", "1.12", "1.41")]
    [InlineData("1.51", "1.44", "1.47")]
    [InlineData("1.60", "1.50", "1.50")]
    public async Task The_version_agreed_on_is_known_here_and_spoken_there(string newest, string oldest, string agreed)
    {
        using var server = new ScriptedServer(Version(newest, oldest));
        using var engine = await DockerEngine.ConnectAsync(EngineFixture.Alone(server.Host), default);
        Assert.Equal(agreed, engine.ApiVersion);
    }

    [Fact]
    public async Task An_engine_too_old_is_refused_by_name()
    {
        using var server = new ScriptedServer(Version("1.30", "1.12"));
        var refused = await FailAsync(EngineFixture.Alone(server.Host));
        Assert.Equal("DockerVersionUnsupported", refused.ErrorId);
        Assert.Contains("1.30", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_socket_and_no_program_is_not_installed_and_names_all_that_was_tried()
    {
        var variables = new[] { ("XDG_RUNTIME_DIR", "/nonexistent/run"), ("PATH", "/nonexistent/bin") };
        var environment = EngineFixture.Alone(null, variables);
        var tried = DockerEndpoints.Find(environment).Select(endpoint => (endpoint, (Exception)Failure(SocketError.AddressNotAvailable))).ToList();
        var failed = DockerErrors.Unreachable(tried, environment);
        Assert.Equal(("DockerNotInstalled", ErrorKind.Unavailable), (failed.ErrorId, failed.Kind));
        Assert.All(tried, attempt => Assert.Contains(attempt.endpoint.Host, failed.Message, StringComparison.Ordinal));
        Assert.Contains("apt-get install docker.io", failed.Remedy, StringComparison.Ordinal);
        var absent = await FailAsync(EngineFixture.Alone("unix:///nonexistent/docker.sock", ("PATH", "/nonexistent/bin")));
        Assert.Equal("DockerNotInstalled", absent.ErrorId);
        Assert.Contains("(DOCKER_HOST): not found", absent.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_socket_nobody_listens_at_is_not_running()
    {
        Skip.If(OperatingSystem.IsWindows(), "sockets are files on Unix");
        using var folder = new TemporaryFolder();
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(folder.File("d.sock")));
        }

        // Closing removes the file; a killed engine leaves it.
        using var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        left.Bind(new UnixDomainSocketEndPoint(folder.File("left.sock")));
        var failed = await FailAsync(EngineFixture.Alone("unix://" + folder.File("left.sock")));
        Assert.Equal("DockerNotRunning", failed.ErrorId);
        Assert.Contains("nothing listens there", failed.Message, StringComparison.Ordinal);
        Assert.Contains("systemctl start docker", failed.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostSystem.Linux, "usermod -aG docker")]
    [InlineData(HostSystem.Windows, "docker-users")]
    [InlineData(HostSystem.MacOS, "Docker Desktop")]
    internal void One_that_refuses_says_more_than_four_that_are_not_there(HostSystem system, string remedy)
    {
        var environment = EngineFixture.Alone() with { System = system };
        var denied = (new DockerEndpoint("unix:///denied", "x"), (Exception)new HttpRequestException("Connection failed", Failure(SocketError.AccessDenied)));
        var absent = (new DockerEndpoint("unix:///absent", "y"), (Exception)Failure(SocketError.AddressNotAvailable));
        var failed = DockerErrors.Unreachable(new[] { absent, denied, absent }, environment);
        Assert.Equal(("DockerPermissionDenied", ErrorKind.PermissionDenied), (failed.ErrorId, failed.Kind));
        Assert.Contains("unix:///denied (x): permission denied", failed.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failed.Remedy, StringComparison.Ordinal);
        Assert.Same(denied.Item2, failed.InnerException);
    }

    [Fact]
    public void A_pipe_that_is_not_there_where_docker_is_installed_means_start_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("docker.EXE", "");
        var environment = new HostEnvironment(HostSystem.Windows, "C:\\u", name => name == "PATH" ? folder.Path : null);
        var tried = new[] { (DockerEndpoints.Find(environment)[0], (Exception)new TimeoutException()) };
        var failed = DockerErrors.Unreachable(tried, environment);
        Assert.Equal("DockerNotRunning", failed.ErrorId);
        Assert.Contains("Start Docker Desktop", failed.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:1", "nothing listens there")]
    [InlineData("tcp://no-such-host.invalid:2375", "no such host")]
    public async Task A_remote_engine_that_does_not_answer_is_named(string host, string why)
    {
        var failed = await FailAsync(EngineFixture.Alone(host));
        Assert.Equal("DockerNotRunning", failed.ErrorId);
        Assert.Contains($"{host} (DOCKER_HOST): {why}", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_is_no_engine_is_not_taken_for_one()
    {
        using var server = new ScriptedServer("SSH-2.0-OpenSSH_9\r\n");
        Assert.Contains("does not speak HTTP", (await FailAsync(EngineFixture.Alone(server.Host))).Message, StringComparison.Ordinal);
        using var web = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>");
        Assert.Contains("not the JSON expected", (await FailAsync(EngineFixture.Alone(web.Host))).Message, StringComparison.Ordinal);
        using var proxy = new ScriptedServer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 8\r\n\r\nupstream");
        Assert.Contains("upstream", (await FailAsync(EngineFixture.Alone(proxy.Host))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Tls_needs_the_right_authority_and_the_clients_certificate()
    {
        _engine.Require();
        using var certificates = TestCertificates.Create();
        using var strangers = TestCertificates.Create();
        using var server = new TlsFront(certificates, EngineFixture.Socket);
        using (var engine = await DockerEngine.ConnectAsync(Tls(server, certificates.Path), default))
        {
            Assert.Contains(await new EngineImages(engine).ListAsync(default), image => image.References.Contains(_engine.Image));
        }

        Assert.Equal("DockerTlsFailed", (await FailAsync(Tls(server, strangers.Path))).ErrorId);
        File.Delete(certificates.File("key.pem"));
        Assert.NotNull((await FailAsync(Tls(server, certificates.Path))).Remedy);
        File.WriteAllText(certificates.File("key.pem"), "no key");
        var unusable = await FailAsync(Tls(server, certificates.Path));
        Assert.Equal("DockerCertificatesUnusable", unusable.ErrorId);
        Assert.Contains(certificates.Path, unusable.Message, StringComparison.Ordinal);
    }

    private static HostEnvironment Tls(TlsFront server, string folder) =>
        EngineFixture.Alone(server.Host, ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", folder));

    private static Task<EcsToolsException> FailAsync(HostEnvironment environment) =>
        Assert.ThrowsAsync<EcsToolsException>(() => DockerEngine.ConnectAsync(environment, default));

    private static SocketException Failure(SocketError error) => new((int)error);

    private static string Version(string newest, string oldest)
    {
        var json = $"{{\"Version\":\"29.0.0\",\"ApiVersion\":\"{newest}\",\"MinAPIVersion\":\"{oldest}\",\"Os\":\"linux\",\"Arch\":\"arm64\"}}";
        return $"HTTP/1.1 200 OK\r\nContent-Length: {json.Length}\r\n\r\n{json}";
    }

    /// <summary>TLS that asks for a client's certificate, in front of a socket.</summary>
    private sealed class TlsFront : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TestCertificates _certificates;
        private readonly string _socket;

        public TlsFront(TestCertificates certificates, string socket)
        {
            _certificates = certificates;
            _socket = socket;
            _listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public string Host => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            while (true)
            {
                try
                {
                    _ = CarryAsync(await _listener.AcceptTcpClientAsync());
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }

        private async Task CarryAsync(TcpClient client)
        {
            try
            {
                using var tls = new SslStream(client.GetStream(), false, (_, certificate, _, _) => certificate?.Subject == "CN=client");
                await tls.AuthenticateAsServerAsync(_certificates.Server, clientCertificateRequired: true, checkCertificateRevocation: false);
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
                using var engine = new NetworkStream(socket);
                await Task.WhenAny(tls.CopyToAsync(engine), engine.CopyToAsync(tls));
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, as it should.
            }
        }
    }
}
