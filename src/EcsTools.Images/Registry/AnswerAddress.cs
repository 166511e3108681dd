using System;

namespace EcsTools.Images.Registry;

/// <summary>
/// Resolves the addresses that a registry puts into its answers, and refuses those to which nothing may be sent. A registry, or a proxy that changes its
/// answers, must not lead this client to another server with the registry's password, or to a machine that only this client can reach.
/// </summary>
internal sealed class AnswerAddress(RegistryAddress registry)
{
    /// <summary>An address that the password may be sent to: the same scheme, host and port as the registry.</summary>
    /// <param name="from">The address that answered.</param>
    /// <param name="text">The address in its answer, which may be relative.</param>
    /// <param name="what">What is there, for the error, such as <c>the upload</c>.</param>
    /// <exception cref="EcsToolsException">AddressRefused.</exception>
    public Uri Own(Uri from, string text, string what)
    {
        var target = Resolve(from, text, what);
        return WebAddress.IsSameOrigin(target, registry.BaseUri)
            ? target
            : throw Refused(
                what,
                target,
                "which is not its own address, so nothing was sent there",
                $"Configure the registry, or the proxy in front of it, to give addresses that begin with {registry.BaseUri}: for Docker's registry with "
                    + "REGISTRY_HTTP_HOST, for a proxy with the header X-Forwarded-Proto.");
    }

    /// <summary>An address to download from. It gets no password, and the digest of its content is verified.</summary>
    /// <param name="from">The address that answered.</param>
    /// <param name="text">The address in its answer, which may be relative.</param>
    /// <param name="what">What is there, for the error, such as <c>the blob sha256:…</c>.</param>
    /// <exception cref="EcsToolsException">AddressRefused.</exception>
    public Uri Download(Uri from, string text, string what)
    {
        const string Remedy = "Configure the registry to serve its downloads itself (Docker's registry: storage, redirect, disable), or over https from an "
            + "address with a host name.";
        var target = Resolve(from, text, what);
        if (WebAddress.IsSameOrigin(target, registry.BaseUri))
        {
            return target;
        }

        if (target.Scheme is not ("http" or "https") || !WebAddress.IsConfidential(target))
        {
            throw Refused(what, target, "which is not encrypted", Remedy);
        }

        var isHere = registry.IsLoopback || WebAddress.IsPrivate(registry.BaseUri);
        return WebAddress.IsUnrouted(target) || (!registry.IsLoopback && WebAddress.IsLoopback(target)) || (!isHere && WebAddress.IsPrivate(target))
            ? throw Refused(what, target, "which is in a network that the registry cannot know", Remedy)
            : target;
    }

    private Uri Resolve(Uri from, string text, string what)
        => Uri.TryCreate(from, text, out var target) && target.IsAbsoluteUri && target.Host.Length > 0
            ? target
            : throw new EcsToolsException(
                ErrorCodes.AddressRefused,
                $"The registry {registry.Host} names '{UntrustedText.Sanitize(text)}' for {what}, which is not an address.",
                "Check that the address is the one of an OCI registry, and that no proxy changes its answers.",
                target: registry.Host);

    private EcsToolsException Refused(string what, Uri target, string why, string remedy)
        => new(
            ErrorCodes.AddressRefused,
            $"The registry {registry.Host} names {WebAddress.Origin(target)} for {what}, {why}.",
            remedy,
            target: registry.Host);
}
