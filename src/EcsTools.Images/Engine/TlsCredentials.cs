using System;
using System.IO;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet;
using Microsoft.Net.Http.Client;

namespace EcsTools.Images.Engine;

/// <summary>Docker's three PEM files as the client's TLS.</summary>
internal sealed class TlsCredentials : Docker.DotNet.Credentials
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

    public override bool IsTlsCredentials() => true;

    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler)
    {
        var handler = (ManagedHandler)innerHandler;
        if (_client is not null)
        {
            handler.ClientCertificates = new X509CertificateCollection { _client };
        }

        handler.ServerCertificateValidationCallback = Judge;
        return handler;
    }

    public override void Dispose()
    {
        _client?.Dispose();
        base.Dispose();
    }

#if NET8_0_OR_GREATER
    private void LoadAuthorities(string path) => _authorities.ImportFromPemFile(path);

    private static X509Certificate2 LoadClient(string certificate, string key)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        // Windows' TLS takes no key that lives only in memory: through PKCS#12 it becomes one it takes.
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

        // Unknown roots were let pass above, so the root must be one of ours.
        var root = own.ChainElements[own.ChainElements.Count - 1].Certificate;
        return _authorities.Find(X509FindType.FindByThumbprint, root.Thumbprint, false).Count > 0;
    }
}
