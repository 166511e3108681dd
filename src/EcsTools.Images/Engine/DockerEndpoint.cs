using System;
using System.Linq;

namespace EcsTools.Images.Engine;

/// <summary>Where an engine may be, and what said so.</summary>
/// <param name="Host">As Docker writes it: unix:///var/run/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2376.</param>
/// <param name="Source">For messages: "DOCKER_HOST", "the Docker context 'x'", "the default socket".</param>
/// <param name="Tls">Certificates, where the connection is TLS.</param>
internal sealed record DockerEndpoint(string Host, string Source, DockerTls? Tls = null)
{
    /// <summary>The path of a Unix socket, or null.</summary>
    public string? SocketPath => Host.StartsWith("unix://", StringComparison.Ordinal) ? Host.Substring("unix://".Length) : null;

    /// <summary>Docker's host form as the URI the client takes. Throws <see cref="EcsToolsException"/> for forms it cannot reach.</summary>
    public Uri ToUri()
    {
        if (SocketPath is { } path)
        {
            return new Uri("unix://" + string.Join("/", path.Split('/').Select(Uri.EscapeDataString)));
        }

        if (Host.StartsWith("npipe:", StringComparison.OrdinalIgnoreCase))
        {
            // Docker writes npipe:////./pipe/name; a URI has the server where the dot is.
            return new Uri("npipe://" + Host.Substring("npipe:".Length).Replace('\\', '/').TrimStart('/'));
        }

        // Docker also takes a bare host:port.
        var text = Host.Contains("://") ? Host : "tcp://" + Host;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("tcp" or "http" or "https"))
        {
            throw DockerErrors.UnsupportedEndpoint(this);
        }

        return uri.Port > 0 ? uri : new UriBuilder(uri) { Port = Tls is null ? 2375 : 2376 }.Uri;
    }
}

/// <summary>TLS to an engine.</summary>
/// <param name="Folder">Holds ca.pem, cert.pem and key.pem, each optional.</param>
/// <param name="Verify">False accepts any certificate of the engine.</param>
internal sealed record DockerTls(string? Folder, bool Verify);
