using System;
using System.IO;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.DockerTransport;

namespace EcsTools.Images.Engine;

/// <summary>TLS with Docker's three PEM files.</summary>
internal sealed class TlsCredentials : ITlsLayer
{
    private readonly DockerTls _tls;
    private readonly X509Certificate2? _client;
    private readonly X509Certificate2Collection _authorities = new();

    public TlsCredentials(DockerEndpoint endpoint, DockerTls tls)
    {
        _tls = tls;
        try
        {
            if (Existing("ca.pem") is { } ca)
            {
                LoadAuthorities(ca);
            }

            if (Existing("cert.pem") is { } certificate && Existing("key.pem") is { } key)
            {
                _client = LoadClient(certificate, key);
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            throw DockerErrors.UnusableCertificates(endpoint, tls.Folder!, e);
        }
    }

    public async Task<Stream> SecureAsync(Stream plain, string host, CancellationToken cancellationToken)
    {
        var certificates = _client is null ? new X509CertificateCollection() : new X509CertificateCollection { _client };
        var tls = new SslStream(plain, leaveInnerStreamOpen: false, Judge);
        using (cancellationToken.Register(tls.Dispose))
        {
            // None means that the operating system chooses the protocol version.
            await tls.AuthenticateAsClientAsync(host, certificates, SslProtocols.None, checkCertificateRevocation: false).ConfigureAwait(false);
        }

        return tls;
    }

    public void Dispose() => _client?.Dispose();

#if NET8_0_OR_GREATER
    private void LoadAuthorities(string path) => _authorities.ImportFromPemFile(path);

    private static X509Certificate2 LoadClient(string certificate, string key)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        // Windows' TLS does not accept a key that exists only in memory. After conversion through PKCS#12 it accepts the key.
        return new X509Certificate2(pem.Export(X509ContentType.Pkcs12));
    }
#else
    private void LoadAuthorities(string path) => _authorities.Import(path);

    private static X509Certificate2 LoadClient(string certificate, string key) => throw new PlatformNotSupportedException(
        "Windows PowerShell's .NET Framework cannot read PEM private keys.");
#endif

    private string? Existing(string name) =>
        _tls.Folder is { } folder && File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!_tls.Verify || errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || _authorities.Count == 0)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ExtraStore.AddRange(_authorities);
        own.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        using var subject = new X509Certificate2(certificate);
        if (!own.Build(subject))
        {
            return false;
        }

        // Unknown roots were allowed above, so the root must be one of the authorities in ca.pem.
        var root = own.ChainElements[own.ChainElements.Count - 1].Certificate;
        return _authorities.Find(X509FindType.FindByThumbprint, root.Thumbprint, false).Count > 0;
    }
}
