using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Http;

/// <summary>An HTTP/1.1 server on loopback.</summary>
internal sealed class HttpServer : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly TcpListener _listener;
    private readonly Func<SandboxHttpContext, Task> _handler;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<HttpConnection, Task> _connections = new();
    private readonly HttpLimits _limits;
    private readonly SemaphoreSlim _slots;
    private readonly Timer _overdue;
    private Task _accepting = Task.CompletedTask;
    private long _requests;

    public HttpServer(Func<SandboxHttpContext, Task> handler, int port, HttpLimits? limits = null)
    {
        _limits = limits ?? new HttpLimits();
        _slots = new SemaphoreSlim(_limits.Connections);
        _overdue = new Timer(_ => EndOverdue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _handler = handler;
        _listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            _listener.Start(512);
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException(
                $"Port {port} on 127.0.0.1 cannot be listened on ({e.Message}). Choose another one, or 0 for a free one.", e);
        }

        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public long RequestCount => Interlocked.Read(ref _requests);

    /// <summary>Begins to take connections; until then they wait in the listener's queue.</summary>
    public void Start()
    {
        _accepting = Task.Run(AcceptAsync);
        _overdue.Change(LookEvery, LookEvery);
    }

    /// <summary>Takes no more connections, cancels what runs, and returns when every handler has ended or after five seconds.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        _overdue.Dispose();
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }

        var ended = Task.WhenAll(_connections.Values);
        await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(5))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _overdue.Dispose();
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                await TakeSlotAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                socket = await _listener.AcceptSocketAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                _slots.Release();
                if (_stopping.IsCancellationRequested)
                {
                    return;
                }

                // A client that went away while it waited, or no descriptors left: neither ends the server.
                await Task.Delay(10).ConfigureAwait(false);
                continue;
            }

            Take(socket);
        }
    }

    /// <summary>Waits for room. A client that keeps connections for later requests gives one up; it opens another when it needs it.</summary>
    private async Task TakeSlotAsync()
    {
        while (!await _slots.WaitAsync(LookEvery, _stopping.Token).ConfigureAwait(false))
        {
            _connections.Keys.Where(connection => connection.IsIdle).OrderBy(connection => connection.Deadline).FirstOrDefault()?.Dispose();
        }
    }

    /// <summary>Ends connections whose client does not do what is expected of it. Reads cannot be cancelled in all frameworks; closing ends them.</summary>
    private void EndOverdue()
    {
        var now = DateTime.UtcNow.Ticks;
        foreach (var connection in _connections.Keys)
        {
            if (connection.Deadline < now)
            {
                connection.Dispose();
            }
        }
    }

    private Task CountAsync(SandboxHttpContext context)
    {
        Interlocked.Increment(ref _requests);
        return _handler(context);
    }

    private void Take(Socket socket)
    {
        var connection = new HttpConnection(socket, _limits, _stopping.Token);
        var running = Task.Run(() => connection.RunAsync(CountAsync));
        _connections[connection] = running;
        running.ContinueWith(
            _ =>
            {
                _connections.TryRemove(connection, out var _);
                _slots.Release();
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }
}
