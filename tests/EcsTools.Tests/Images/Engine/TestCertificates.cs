using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Engine;

/// <summary>An authority, a server of 127.0.0.1 and a client, as Docker's three PEM files.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TestCertificates(X509Certificate2 server) => Server = server;

    public X509Certificate2 Server { get; }

    public string Path => _folder.Path;

    public static TestCertificates Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=ecstools-test-authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var made = new TestCertificates(Issue("CN=server", authority, names));
        using var client = Issue("CN=client", authority, null);
        using var clientKey = client.GetRSAPrivateKey()!;
        made._folder.Write("ca.pem", authority.ExportCertificatePem());
        made._folder.Write("cert.pem", client.ExportCertificatePem());
        made._folder.Write("key.pem", clientKey.ExportRSAPrivateKeyPem());
        return made;
    }

    public string File(string name) => _folder.File(name);

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }

    private static X509Certificate2 Issue(string name, X509Certificate2 authority, SubjectAlternativeNameBuilder? names)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
