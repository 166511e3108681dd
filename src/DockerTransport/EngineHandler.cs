using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Net.Http.Client;

namespace EcsTools.DockerTransport;

/// <summary>
/// Sends each request over a new connection. Docker.DotNet's handler does the HTTP, because only its answers can become two-way streams. This handler
/// adds what that handler lacks.
/// </summary>
internal sealed class EngineHandler : HttpMessageHandler
{
    private readonly EngineConnector _connector;

    public EngineHandler(EngineConnector connector) => _connector = connector;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => IsDownload(request)

            // The connection blocks its thread, and an engine may prepare an archive for long.
            ? Task.Factory.StartNew(
                () => ExchangeAsync(request, true, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()
            : ExchangeAsync(request, false, cancellationToken);

    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, bool isDownload, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(isDownload, cancellationToken).ConfigureAwait(false);
        try
        {
            connection.CloseOn(cancellationToken);
            var response = await SendAsync(request, connection, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Redirect)
            {
                response.Dispose();
                throw new IOException($"What answers at the Docker endpoint sends its callers to {response.Headers.Location}.");
            }

            // Docker.DotNet accepts a two-way stream only from content that it created itself.
            if (IsTwoWay(request) && response.IsSuccessStatusCode)
            {
                connection.KeepOpen();
            }
            else
            {
                response.Content = new ResponseContent(
                    response.Content, connection, response.IsSuccessStatusCode && SendsMessages(request), cancellationToken);
            }

            return response;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, EngineConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await OverAsync(connection, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cause = e;
            while (cause is HttpRequestException { InnerException: { } inner })
            {
                cause = inner;
            }

            if (cause is EarlyResponseException early)
            {
                return await ReplayAsync(early.Answer, request, cancellationToken).ConfigureAwait(false);
            }

            if (connection.HasEnded)
            {
                throw new IOException("The Docker engine ended the connection in the middle of an answer.", cause);
            }

            if (connection.HasAnswer && cause is not IOException)
            {
                throw new IOException("What answers at the Docker endpoint does not speak HTTP as an engine does.", cause);
            }

            // The caller receives an error of its own stream unchanged.
            ExceptionDispatchInfo.Capture(cause).Throw();
            throw;
        }
    }

    /// <summary>Reads bytes that have already arrived as the answer to a request.</summary>
    private static async Task<HttpResponseMessage> ReplayAsync(byte[] answer, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var asked = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version };
        return await OverAsync(new ReplayedResponseStream(answer), asked, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HttpResponseMessage> OverAsync(Stream connection, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A proxy is for web pages, and a redirect could send credentials to another host.
        var handler = new ManagedHandler((_, _, _) => Task.FromResult(connection)) { UseProxy = false, RedirectMode = RedirectMode.None };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTwoWay(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        return path.EndsWith("/attach", StringComparison.Ordinal)
            || (path.Contains("/exec/") && path.EndsWith("/start", StringComparison.Ordinal));
    }

    /// <summary>Whether the answer is a series of JSON messages that are read as they arrive.</summary>
    private static bool SendsMessages(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        return path.EndsWith("/build", StringComparison.Ordinal)
            || path.EndsWith("/images/create", StringComparison.Ordinal)
            || path.EndsWith("/images/load", StringComparison.Ordinal)
            || path.EndsWith("/push", StringComparison.Ordinal)
            || path.EndsWith("/stats", StringComparison.Ordinal)
            || path.EndsWith("/events", StringComparison.Ordinal);
    }

    /// <summary>Whether the answer is an archive: the files of a container, or an image.</summary>
    private static bool IsDownload(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        return request.Method == HttpMethod.Get
            && (path.EndsWith("/archive", StringComparison.Ordinal) || (path.Contains("/images/") && path.EndsWith("/get", StringComparison.Ordinal)));
    }

    private async Task<EngineConnection> ConnectAsync(bool forDownload, CancellationToken cancellationToken)
    {
        try
        {
            return await _connector.OpenAsync(forDownload, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or UnauthorizedAccessException or AuthenticationException or IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new HttpRequestException("Connection failed", e);
        }
    }
}
