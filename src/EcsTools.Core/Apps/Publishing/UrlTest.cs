using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Apps.Publishing;

/// <summary>Requests the address of an app, as the first client.</summary>
internal static class UrlTest
{
    private const int ServerErrors = 500;

    // New targets, and names in the DNS, take a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OneRequest = TimeSpan.FromSeconds(10);

    /// <summary>The status of the answer, and what was wrong if there was none.</summary>
    public static async Task<(int? Status, string? Problem)> RequestAsync(Uri url, IClock clock, CancellationToken cancellationToken)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { Timeout = OneRequest };
        (int? Status, string? Problem) last = (null, null);
        await clock.UntilAsync(
            async () =>
            {
                last = await OnceAsync(http, url, cancellationToken).ConfigureAwait(false);
                return last.Status is < ServerErrors ? "" : null;
            },
            Patience,
            TimeSpan.FromSeconds(0.2),
            TimeSpan.FromSeconds(2),
            cancellationToken).ConfigureAwait(false);
        return last;
    }

    private static async Task<(int? Status, string? Problem)> OnceAsync(HttpClient http, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return ((int)answer.StatusCode, null);
        }
        catch (HttpRequestException problem)
        {
            return (null, problem.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, FormattableString.Invariant($"no answer in {OneRequest.TotalSeconds:0} seconds"));
        }
    }
}
