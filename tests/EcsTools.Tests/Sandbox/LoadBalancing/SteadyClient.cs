using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>An answer that a client got.</summary>
/// <param name="Status">Its status; 0 if there was none.</param>
/// <param name="Body">Its body without the line end.</param>
/// <param name="IsOfBalancer">Whether the load balancer answered, and no target.</param>
internal sealed record ClientAnswer(int Status, string Body, bool IsOfBalancer);

/// <summary>Sends one request after the other, each on a new connection, until it is stopped, and keeps every answer.</summary>
internal sealed class SteadyClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly List<ClientAnswer> _answers = [];
    private readonly Task _sending;

    public SteadyClient(string url)
    {
        _sending = Task.Run(() => SendAsync(url));
    }

    public static HttpClient Http { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>How many answers there are so far.</summary>
    public int Count
    {
        get
        {
            lock (_answers)
            {
                return _answers.Count;
            }
        }
    }

    /// <summary>Waits for so many more answers.</summary>
    public Task MoreAsync(int count)
    {
        var goal = Count + count;
        return LoadBalancingCalls.UntilAsync(() => Task.FromResult(Count >= goal), $"{count} requests further");
    }

    /// <summary>Stops it, and returns the answers in their order.</summary>
    public async Task<IReadOnlyList<ClientAnswer>> StopAsync()
    {
        await _over.CancelAsync();
        await _sending;
        return _answers;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _over.Dispose();
    }

    private async Task SendAsync(string url)
    {
        while (!_over.IsCancellationRequested)
        {
            ClientAnswer answer;
            try
            {
                using var got = await Http.GetAsync(url, CancellationToken.None);
                var body = await got.Content.ReadAsStringAsync(CancellationToken.None);
                answer = new((int)got.StatusCode, body.TrimEnd(), got.Headers.Server.Any(server => server.Product?.Name == "awselb"));
            }
            catch (HttpRequestException e)
            {
                answer = new(0, e.Message, false);
            }

            lock (_answers)
            {
                _answers.Add(answer);
            }
        }
    }
}
