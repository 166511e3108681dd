using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Certificates;

/// <summary>Makes the certificates of HTTPS listeners. They end with the process.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(30);

    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, X509Certificate2> _issued = new(StringComparer.Ordinal);
    private X509Certificate2? _authority;

    /// <summary>The certificate of the authority in PEM. It is made when it is needed first.</summary>
    public string Pem
        => "-----BEGIN CERTIFICATE-----\n"
            + Convert.ToBase64String(Authority.RawData, Base64FormattingOptions.InsertLineBreaks).Replace("\r", "")
            + "\n-----END CERTIFICATE-----\n";

    private X509Certificate2 Authority
    {
        get
        {
            lock (_gate)
            {
                return _authority ??= CreateAuthority();
            }
        }
    }

    /// <summary>The certificate, with its private key.</summary>
    public X509Certificate2 Issue(BalancerCertificate certificate) => _issued.GetOrAdd(certificate.Id, _ => Create(certificate));

    public void Dispose()
    {
        _authority?.Dispose();
        foreach (var certificate in _issued.Values)
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2 CreateAuthority()
    {
        using var key = RSA.Create();
        key.KeySize = 2048;
        var request = new CertificateRequest("CN=EcsTools sandbox authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now + Validity);
    }

    private X509Certificate2 Create(BalancerCertificate certificate)
    {
        using var key = RSA.Create();
        key.KeySize = 2048;

        // A subject may have 64 characters; all names are in the extension, which clients look at.
        var name = certificate.DomainNames[0].Length <= 64 ? certificate.DomainNames[0] : "EcsTools sandbox";
        var request = new CertificateRequest($"CN=\"{name.Replace("\"", "")}\"", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new Oid("1.3.6.1.5.5.7.3.1") }, false));
        request.CertificateExtensions.Add(Names(certificate.DomainNames));
        var serial = Guid.NewGuid().ToByteArray();
        serial[0] &= 0x7f;
        var authority = Authority;
#if !NETSTANDARD2_0
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
#endif
        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, serial);
        using var withKey = issued.CopyWithPrivateKey(key);

        // Windows serves no certificate whose key is in memory only.
        return new X509Certificate2(withKey.Export(X509ContentType.Pfx), (string?)null, X509KeyStorageFlags.Exportable);
    }

    private static X509Extension Names(IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            builder.AddDnsName(name);
        }

        return builder.Build();
    }
}
