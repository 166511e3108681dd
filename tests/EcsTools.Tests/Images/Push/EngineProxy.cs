using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tests.Images.Push;

/// <summary>What happens to the archives that an engine sends.</summary>
internal enum ArchiveFault
{
    None,

    /// <summary>No container may be created: the engine answers 403.</summary>
    NoContainers,

    /// <summary>Only the first container may be created.</summary>
    OneContainer,

    /// <summary>The engine answers 403, as an authorization plugin does.</summary>
    Refused,

    /// <summary>The connection ends in the middle.</summary>
    Cut,

    /// <summary>A byte of the content is another one.</summary>
    Changed,
}

/// <summary>The local engine behind a TCP port, as a remote one is. It can damage the archives of a layer's files, and notes the paths of requests.</summary>
internal sealed class EngineProxy : IDisposable
{
    private const int DamagedAt = 200_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _requests = [];
    private readonly ArchiveFault _fault;
    private int _created;
    private long _archiveBytes;

    public EngineProxy(ArchiveFault fault = ArchiveFault.None)
    {
        _fault = fault;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>How a client finds the engine through this proxy.</summary>
    public HostEnvironment Environment(string? store = null) => HostEnvironment.Current with
    {
        Variable = name => name switch
        {
            "DOCKER_HOST" => "tcp://" + _listener.LocalEndpoint,
            "ECSTOOLS_ENGINE_STORE" => store,
            "DOCKER_CONTEXT" or "DOCKER_TLS_VERIFY" => null,
            _ => System.Environment.GetEnvironmentVariable(name),
        },
    };

    /// <summary>The first lines of the requests so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return _requests.ToArray();
            }
        }
    }

    /// <summary>The bytes of all archives of containers so far.</summary>
    public long ArchiveBytes => Interlocked.Read(ref _archiveBytes);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"));
            using var engine = new NetworkStream(socket);
            var near = client.GetStream();
            // Whether it is an archive. Content that is damaged begins after the headers.
            var isDamaged = false;
            var isRefused = false;
            var up = RelayAsync(near, engine, piece =>
            {
                var line = Encoding.ASCII.GetString(piece).Split("\r\n")[0];
                lock (_requests)
                {
                    _requests.Add(line);
                }

                isDamaged = line.StartsWith("GET ", StringComparison.Ordinal) && line.Contains("/archive?", StringComparison.Ordinal);
                isRefused = (isDamaged && _fault == ArchiveFault.Refused)
                    || (line.Contains("/containers/create", StringComparison.Ordinal)
                        && (_fault == ArchiveFault.NoContainers || (_fault == ArchiveFault.OneContainer && Interlocked.Increment(ref _created) > 1)));
                return !isRefused;
            });
            long sent = 0;
            var down = RelayAsync(engine, near, piece =>
            {
                var before = sent;
                sent += piece.Length;
                if (isDamaged)
                {
                    Interlocked.Add(ref _archiveBytes, piece.Length);
                }

                if (isDamaged && before <= DamagedAt && sent > DamagedAt)
                {
                    if (_fault == ArchiveFault.Cut)
                    {
                        return false;
                    }

                    if (_fault == ArchiveFault.Changed)
                    {
                        piece[^1] ^= 1;
                    }
                }

                return true;
            });
            if (await Task.WhenAny(up, down) == up && isRefused)
            {
                await near.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{\"message\":\"refused\"}"u8.ToArray());
            }
        }
    }

    /// <param name="from">Read until it ends.</param>
    /// <param name="to">Gets every piece that is passed on.</param>
    /// <param name="pass">Whether a piece, which it may change, is passed on. If not, the relay ends.</param>
    private static async Task RelayAsync(Stream from, Stream to, Func<byte[], bool> pass)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                var piece = buffer.AsSpan(0, read).ToArray();
                if (!pass(piece))
                {
                    return;
                }

                await to.WriteAsync(piece);
            }
        }
        catch (IOException)
        {
            // One of the two has gone.
        }
    }
}
