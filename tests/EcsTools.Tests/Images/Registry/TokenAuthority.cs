using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Registry;

/// <summary>A token server as Docker's registry believes it: it signs what a user may, and the registry checks that by the certificate.</summary>
internal sealed class TokenAuthority : IDisposable
{
    private const string Service = "test registry";
    private readonly HttpListener _listener;
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;
    private readonly string _host;
    private readonly ConcurrentQueue<string> _scopes = new();

    public TokenAuthority()
    {
        var request = new CertificateRequest("CN=test", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        (_listener, var port) = LoopbackListener.Start();
        _host = $"127.0.0.1:{port}";
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Scopes of the tokens given, in order.</summary>
    public IReadOnlyCollection<string> Scopes => _scopes;

    /// <summary>Whether it gives tokens to pull to whoever says no name.</summary>
    public bool LetsAnybodyPull { get; set; }

    /// <summary>Seconds that a token is good for.</summary>
    public int Lifetime { get; set; } = 300;

    /// <summary>A repository to which no token gives access; null for none.</summary>
    public string? Closed { get; set; }

    public string User => "reader";

    public string Password => "open sesame";

    /// <summary>The registry's configuration.</summary>
    public string Configure(TemporaryFolder folder)
    {
        var bundle = folder.Write("root.pem", _certificate.ExportCertificatePem());
        return $"auth:\n  token:\n    realm: http://{_host}/token?from=registry\n    service: {Service}\n    issuer: test issuer\n    rootcertbundle: {bundle}\n";
    }

    public void Dispose()
    {
        _listener.Close();
        _certificate.Dispose();
        _key.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var said = context.Request.Headers["Authorization"];
            var isUser = said == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
            var scopes = context.Request.QueryString.GetValues("scope") ?? [];
            if (!isUser && (said is not null || !LetsAnybodyPull))
            {
                context.Response.StatusCode = 401;
            }
            else
            {
                _scopes.Enqueue(string.Join(' ', scopes));
                context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(new JsonObject { ["token"] = Token(scopes, isUser) }.ToJsonString()));
            }

            context.Response.Close();
        }
    }

    private JsonNode Access(string scope, bool isUser)
    {
        var parts = scope.Split(':');
        var name = string.Join(':', parts[1..^1]);
        var actions = parts[^1].Split(',').Where(action => name != Closed && (isUser || action == "pull")).Select(action => (JsonNode)action);
        return new JsonObject { ["type"] = "repository", ["name"] = name, ["actions"] = new JsonArray(actions.ToArray()) };
    }

    private string Token(IEnumerable<string> scopes, bool isUser)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate.RawData)) };
        var claims = new JsonObject
        {
            ["iss"] = "test issuer",
            ["sub"] = User,
            ["aud"] = Service,
            ["exp"] = now + Lifetime,
            ["nbf"] = now - 10,
            ["iat"] = now,
            ["jti"] = Guid.NewGuid().ToString(),
            ["access"] = new JsonArray(scopes.Select(scope => Access(scope, isUser)).ToArray()),
        };
        var signed = Encode(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return signed + "." + Encode(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
