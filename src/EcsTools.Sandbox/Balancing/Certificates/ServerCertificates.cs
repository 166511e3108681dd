using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Certificates;

/// <summary>The certificates of one listener.</summary>
internal sealed class ServerCertificates
{
    private readonly CertificateAuthority _authority;
    private readonly IReadOnlyList<BalancerCertificate> _certificates;

    public ServerCertificates(CertificateAuthority authority, IReadOnlyList<BalancerCertificate> certificates)
    {
        _authority = authority;
        _certificates = certificates;
    }

    /// <summary>The certificate for the name that a client asks for: one with the name itself, else one whose wildcard covers it, else the default.</summary>
    public X509Certificate2 Choose(string? name)
    {
        var exact = _certificates.FirstOrDefault(one => one.DomainNames.Any(own => own.Equals(name, StringComparison.OrdinalIgnoreCase)));
        return _authority.Issue(exact ?? _certificates.FirstOrDefault(one => one.DomainNames.Any(own => Covers(own, name))) ?? _certificates[0]);
    }

    private static bool Covers(string wildcard, string? name)
    {
        var dot = name?.IndexOf('.') ?? -1;
        return dot > 0 && wildcard.StartsWith("*.", StringComparison.Ordinal)
            && wildcard.Substring(1).Equals(name!.Substring(dot), StringComparison.OrdinalIgnoreCase);
    }
}
