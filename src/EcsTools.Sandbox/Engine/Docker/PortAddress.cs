using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>The address of the engine's host at which tasks publish their ports, and at which this machine reaches them.</summary>
internal sealed class PortAddress
{
    private volatile IPAddress _published;

    private PortAddress(IPAddress reached)
    {
        Reached = reached;
        _published = reached;
    }

    /// <summary>Where this machine reaches the ports.</summary>
    public IPAddress Reached { get; }

    /// <summary>Where the engine publishes the ports: only where this machine reaches them, if its host has that address.</summary>
    public IPAddress Published => _published;

    /// <summary>Whether <see cref="Widen"/> changes anything.</summary>
    public bool CanWiden => !IPAddress.IsLoopback(Published) && !Published.Equals(IPAddress.Any) && !Published.Equals(IPAddress.IPv6Any);

    /// <summary>
    /// A socket or pipe leads to an engine on this machine, also if it is in a virtual machine: Docker Desktop and others of its kind forward the ports of
    /// their loopback address. Any other engine is where its endpoint says.
    /// </summary>
    /// <exception cref="SocketException">The name of the host is not known.</exception>
    public static async Task<PortAddress> OfEngineAsync(Uri endpoint)
    {
        if (endpoint.Scheme.Equals("unix", StringComparison.OrdinalIgnoreCase) || endpoint.DnsSafeHost is "" or "." || endpoint.IsLoopback)
        {
            return new PortAddress(IPAddress.Loopback);
        }

        var addresses = await Dns.GetHostAddressesAsync(endpoint.DnsSafeHost).ConfigureAwait(false);
        return new PortAddress(
            addresses.Any(IPAddress.IsLoopback) ? IPAddress.Loopback
                : addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0]);
    }

    /// <summary>Publishes at all addresses from now on: the host does not have the address itself, because something forwards it.</summary>
    public void Widen()
    {
        if (CanWiden)
        {
            _published = Reached.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        }
    }
}
