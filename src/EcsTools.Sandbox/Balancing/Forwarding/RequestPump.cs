using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Sends the body of a request on while its answer may come already.</summary>
internal sealed class RequestPump
{
    private readonly ClientConnection _client;
    private readonly Transport _target;
    private readonly MessageBody _body;
    private readonly bool _asChunks;
    private volatile bool _isDiscarding;

    public RequestPump(ClientConnection client, Transport target, MessageBody body, bool asChunks)
    {
        _client = client;
        _target = target;
        _body = body;
        _asChunks = asChunks;
        Task = RunAsync();
    }

    /// <summary>Completes, never with an error, when the body is read or cannot be read.</summary>
    public Task Task { get; }

    /// <summary>What is wrong with the body, or null.</summary>
    public HttpRefusal? Refusal { get; private set; }

    /// <summary>Whether the client went away before the end of its body.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Whether the whole body was read, so that the next request can follow.</summary>
    public bool IsRead => Task.IsCompleted && Refusal is null && !IsCutOff;

    /// <summary>Whether the target has all of it.</summary>
    public bool IsSent => IsRead && !_isDiscarding;

    /// <summary>Whether the client has not sent the next piece.</summary>
    public bool WaitsForClient => _body.IsReceiving;

    /// <summary>Reads on, but sends nothing more: the target has answered without it.</summary>
    public void Discard() => _isDiscarding = true;

    private async Task RunAsync()
    {
        try
        {
            while (!_body.IsComplete)
            {
                var piece = await _body.NextAsync(_asChunks).ConfigureAwait(false);
                _client.Touch();
                if (piece.Count > 0 && !_isDiscarding)
                {
                    await SendAsync(piece).ConfigureAwait(false);
                }
            }
        }
        catch (HttpRefusal e)
        {
            // The target must not take what it has for the whole.
            Refusal = e;
            _target.Reset();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            IsCutOff = true;
            _target.Reset();
        }
    }

    private async Task SendAsync(ArraySegment<byte> piece)
    {
        try
        {
            await _target.WriteAsync(piece.Array!, piece.Offset, piece.Count).ConfigureAwait(false);
            _client.Touch();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The target may have answered before it closed. Whoever reads from it finds out.
            _isDiscarding = true;
        }
    }
}
