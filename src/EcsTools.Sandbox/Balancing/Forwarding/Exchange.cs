using System;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Balancing.Targets;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>One request that a target answers.</summary>
internal sealed class Exchange
{
    private const int MostInformational = 64;
    private const int MostInline = 16 * 1024;

    private readonly ClientConnection _client;
    private readonly Serving _serving;
    private readonly ServedRule _rule;
    private readonly RunningGroup _group;
    private readonly RunningTarget _target;
    private readonly RequestHead _request;
    private readonly TargetCall _call;
    private MessageBody? _body;
    private RequestPump? _pump;
    private bool _sentContinue;
    private bool _hasAnswered;

    public Exchange(ClientConnection client, Serving serving, ServedRule rule, RunningGroup group, RunningTarget target)
    {
        _client = client;
        _serving = serving;
        _rule = rule;
        _group = group;
        _target = target;

        // While the body is received its bytes are overwritten. What it says by itself stays.
        _request = client.Head;
        _call = new TargetCall(client, group, target);
    }

    /// <summary>Sends the request, and the answer back.</summary>
    /// <returns>Whether the connection of the client goes on.</returns>
    public async ValueTask<bool> RunAsync()
    {
        try
        {
            _group.Counters.CountRequest();
            TakeInlineBody();
            var sent = Stopwatch.GetTimestamp();
            await _call.SendAsync(fresh: false).ConfigureAwait(false);
            BeginPump();
            await ReadAnswerAsync().ConfigureAwait(false);
            var head = _call.Connection!.Head;
            _group.Counters.CountAnswer(head.Status);
            _group.Counters.NoteTime(TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - sent) / (double)Stopwatch.Frequency));
            return head.Status == 101 ? await UpgradeAsync().ConfigureAwait(false) : await RelayAsync(head).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or HttpRefusal or TargetFailure)
        {
            _call.Release(reuse: false);
            _call.Leave();
            return await FailAsync(e).ConfigureAwait(false);
        }
        finally
        {
            _call.Release(reuse: false);
            _call.Leave();
        }
    }

    /// <summary>A short body that has arrived with its head is sent in one piece with it.</summary>
    private void TakeInlineBody()
    {
        var buffer = _client.Buffer;
        var length = _request.Fields.ContentLength;
        if (!_request.HasBody)
        {
            return;
        }

        if (length is > 0 and <= MostInline && buffer.Available >= length)
        {
            _client.Outgoing.Append(buffer.Bytes.AsSpan(buffer.Start, (int)length));
            buffer.Start += (int)length;
            return;
        }

        _body = new MessageBody(buffer, _client.Transport, length, _request.Fields.IsChunked);
    }

    private void BeginPump()
    {
        if (_body is not null)
        {
            _pump = new RequestPump(_client, _call.Connection!.Transport, _body, _request.Fields.IsChunked);
        }
    }

    /// <summary>Reads heads until the final one; those before it go to the client at once.</summary>
    private async ValueTask ReadAnswerAsync()
    {
        for (var informational = 0; informational <= MostInformational; informational++)
        {
            await _call.ReadHeadAsync(mayRepeat: informational == 0).ConfigureAwait(false);
            var head = _call.Connection!.Head;
            if (!head.IsInformational)
            {
                return;
            }

            if (head.Status == 101)
            {
                if (_request.WantsUpgrade)
                {
                    return;
                }

                break;
            }

            _sentContinue |= head.Status == 100;
            if (!_request.IsHttp10)
            {
                ResponseHeadWriter.WriteInformational(_client.Answer.Clear(), head);
                await _client.WriteAnswerAsync().ConfigureAwait(false);
            }
        }

        throw new TargetFailure(502, "The target sent an answer that nobody asked for.");
    }

    private async ValueTask<bool> RelayAsync(ResponseHead head)
    {
        var hasBody = head.HasBody(_request.Method);
        var fields = head.Fields;
        var body = hasBody ? new MessageBody(_call.Connection!.Buffer, _call.Connection.Transport, fields.ContentLength, fields.IsChunked) : null;
        var framing = !hasBody || fields.ContentLength >= 0 ? AnswerFraming.Length : _request.IsHttp10 ? AnswerFraming.Close : AnswerFraming.Chunked;

        // A client that waits for 100 Continue and gets another answer does not send its body, or does: nobody can know.
        var isUncertain = _request.ExpectsContinue && !_sentContinue && _pump?.IsRead != true;
        var keepsAlive = _request.KeepsAlive && _client.MayGoOn && framing != AnswerFraming.Close && !isUncertain;
        var cookies = Stickiness.Cookies(_serving, _rule, _group, _target, head);
        ResponseHeadWriter.Write(_client.Answer.Clear(), head, framing, keepsAlive, cookies);
        await WriteBeginningAsync(body, framing == AnswerFraming.Chunked).ConfigureAwait(false);
        while (body?.IsComplete == false)
        {
            var piece = await body.NextAsync(framing == AnswerFraming.Chunked).ConfigureAwait(false);
            _client.Touch();
            if (piece.Count > 0)
            {
                await _client.Transport.WriteAsync(piece.Array!, piece.Offset, piece.Count).ConfigureAwait(false);
                _client.Touch();
            }
        }

        return await EndAsync(head, keepsAlive).ConfigureAwait(false);
    }

    /// <summary>Writes the head, and in the same packet what has come of the body. A head is not kept back for a body that is still to come.</summary>
    private async ValueTask WriteBeginningAsync(MessageBody? body, bool asChunk)
    {
        if (body is null)
        {
            _hasAnswered = true;
            await _client.WriteAnswerAsync().ConfigureAwait(false);
            return;
        }

        var first = body.NextAsync(asChunk);
        var hasCome = first.IsCompleted;
        if (!hasCome)
        {
            _hasAnswered = true;
            await _client.WriteAnswerAsync().ConfigureAwait(false);
            _client.Answer.Clear();
        }

        var piece = await first.ConfigureAwait(false);
        _client.Answer.Append(piece.AsSpan());
        _hasAnswered = true;
        await _client.WriteAnswerAsync().ConfigureAwait(false);
    }

    /// <summary>After the answer: keeps or closes both connections.</summary>
    private async ValueTask<bool> EndAsync(ResponseHead head, bool keepsAlive)
    {
        var isBounded = !head.HasBody(_request.Method) || head.Fields.ContentLength >= 0 || head.Fields.IsChunked;
        var isSent = _pump is null || _pump.IsSent;
        _call.Release(reuse: head.KeepsAlive && isBounded && isSent && _call.Connection!.Buffer.Available == 0);
        _call.Leave();
        if (_pump is not null && !_pump.IsRead)
        {
            _pump.Discard();
            await _client.LingerAsync(_pump.Task).ConfigureAwait(false);
            return false;
        }

        if (!keepsAlive)
        {
            await _client.LingerAsync(null).ConfigureAwait(false);
        }

        return keepsAlive;
    }

    private async ValueTask<bool> UpgradeAsync()
    {
        var upstream = _call.Connection!;
        ResponseHeadWriter.WriteUpgrade(
            _client.Answer.Clear(),
            upstream.Head,
            Stickiness.Cookies(_serving, _rule, _group, _target, upstream.Head));
        _hasAnswered = true;
        await _client.WriteAnswerAsync().ConfigureAwait(false);
        _client.Watch.Phase = ConnectionPhase.Tunnel;
        await Tunnel.RunAsync(_client, _client.Buffer, upstream.Transport, upstream.Buffer).ConfigureAwait(false);
        return false;
    }

    /// <summary>Answers what the target could not.</summary>
    private async Task<bool> FailAsync(Exception e)
    {
        if (_hasAnswered || _client.Watch.IsClientGone || _pump?.IsCutOff == true && !_client.Watch.IsTimedOut)
        {
            if (!_hasAnswered)
            {
                _client.CountOwn(BalancerResponseCounter.ClientGone);
            }

            // The client has the beginning of an answer, and must not take it for the whole.
            _client.Transport.Reset();
            return false;
        }

        var status = _pump?.Refusal is { } refusal ? refusal.Status
            : _client.Watch.IsTimedOut ? (_pump?.WaitsForClient == true ? 408 : 504)
            : e is TargetFailure failure ? failure.Status
            : 502;
        return _pump is null
            ? await _client.RespondAsync(status, StandardPage.Of(status), "text/html", unread: _body).ConfigureAwait(false)
            : await FailAsync(status, _pump).ConfigureAwait(false);
    }

    /// <summary>The pump has begun to read the body, and reads on for a while so that the client gets its answer.</summary>
    private async Task<bool> FailAsync(int status, RequestPump pump)
    {
        pump.Discard();
        var close = !pump.IsRead || !_request.KeepsAlive;
        await _client.WriteOwnAsync(status, StandardPage.Of(status), "text/html", "", close).ConfigureAwait(false);
        if (close)
        {
            await _client.LingerAsync(pump.Task.IsCompleted ? null : pump.Task).ConfigureAwait(false);
        }

        return !close;
    }
}
