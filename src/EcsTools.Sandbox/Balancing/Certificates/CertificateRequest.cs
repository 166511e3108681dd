#if NETSTANDARD2_0
using System;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcsTools.Sandbox.Balancing.Certificates;

/// <summary>
/// The class of that name, which .NET Framework has from 4.7.2 on, but netstandard2.0 does not declare. It is called by reflection.
/// </summary>
internal sealed class CertificateRequest
{
    private const string Namespace = "System.Security.Cryptography.X509Certificates.";
    private readonly object _inner;

    public CertificateRequest(string subject, RSA key, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        _inner = Activator.CreateInstance(Find("CertificateRequest"), subject, key, hash, padding);
    }

    public Collection<X509Extension> CertificateExtensions => (Collection<X509Extension>)Get("CertificateExtensions");

    public PublicKey PublicKey => (PublicKey)Get("PublicKey");

    public X509Certificate2 CreateSelfSigned(DateTimeOffset notBefore, DateTimeOffset notAfter)
        => (X509Certificate2)Call("CreateSelfSigned", notBefore, notAfter);

    public X509Certificate2 Create(X509Certificate2 issuer, DateTimeOffset notBefore, DateTimeOffset notAfter, byte[] serial)
        => (X509Certificate2)Call("Create", issuer, notBefore, notAfter, serial);

    internal static Type Find(string name)
        => typeof(RSACertificateExtensions).Assembly.GetType(Namespace + name)
            ?? typeof(X509Certificate2).Assembly.GetType(Namespace + name)
            ?? throw new PlatformNotSupportedException("An HTTPS listener requires .NET Framework 4.7.2 or later. Install it, or use an HTTP listener.");

    private object Get(string property) => _inner.GetType().GetProperty(property)!.GetValue(_inner);

    private object Call(string method, params object[] arguments)
        => _inner.GetType().InvokeMember(
            method, BindingFlags.InvokeMethod | BindingFlags.Public | BindingFlags.Instance, null, _inner, arguments, CultureInfo.InvariantCulture);
}

/// <summary>The class of that name, in the same way.</summary>
internal sealed class SubjectAlternativeNameBuilder
{
    private readonly object _inner = Activator.CreateInstance(CertificateRequest.Find("SubjectAlternativeNameBuilder"));

    public void AddDnsName(string name) => _inner.GetType().GetMethod("AddDnsName")!.Invoke(_inner, new object[] { name });

    public X509Extension Build() => (X509Extension)_inner.GetType().GetMethod("Build")!.Invoke(_inner, new object[] { false });
}

/// <summary>The method of that name, in the same way.</summary>
internal static class PrivateKeys
{
    public static X509Certificate2 CopyWithPrivateKey(this X509Certificate2 certificate, RSA key)
        => (X509Certificate2)typeof(RSACertificateExtensions)
            .GetMethod("CopyWithPrivateKey", new[] { typeof(X509Certificate2), typeof(RSA) })!
            .Invoke(null, new object[] { certificate, key });
}
#endif
