using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EcsTools.Tests.Support;

/// <summary>Starts an <see cref="HttpListener"/>, which does not choose a port itself, on a free port of this machine.</summary>
internal static class LoopbackListener
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static (HttpListener Listener, int Port) Start()
    {
        while (true)
        {
            var port = FreePort();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException)
            {
                // Another test took the port in between.
            }
        }
    }

    /// <summary>A free port that no other test of this run has been given: two tests must not talk to one server.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            if (Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }
}
