using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Costs;

/// <summary>Downloads the current prices of a region from the public price list of AWS, which needs no credentials.</summary>
public sealed class PriceListRefresh
{
    /// <summary>The price list of AWS. Source: AWS Billing User Guide, "Getting price list files manually".</summary>
    public const string PublicPriceList = "https://pricing.us-east-1.amazonaws.com";

    private const string Activity = "Prices";

    // The file of EC2 is long, so that it is read only if the price of an instance, a disk or a NAT gateway is needed.
    private static readonly string[] SmallOffers = ["AmazonECS", "AWSELB", "AmazonVPC", "AmazonECR", "AmazonCloudWatch"];

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly Uri _list;
    private readonly string _folder;

    /// <summary>Creates a download.</summary>
    /// <param name="address">Address of the price list or of a copy of it; null for that of AWS.</param>
    /// <exception cref="EcsToolsException">It is not an address, or others on the network could change what comes from it.</exception>
    public PriceListRefresh(string? address)
        : this(address, UserCache.Folder)
    {
    }

    internal PriceListRefresh(string? address, string folder)
    {
        _folder = folder;
        var text = string.IsNullOrEmpty(address) ? PublicPriceList : address!;
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var list) || !WebAddress.IsConfidential(list))
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("PriceListUrl"),
                $"'{text}' is not an https address.",
                "Use an address such as " + PublicPriceList + ", or leave out -PriceListUrl.",
                "PriceListUrl",
                text);
        }

        _list = list;
    }

    /// <summary>Downloads the prices and keeps them for this user.</summary>
    /// <param name="region">Region, such as <c>eu-west-1</c>.</param>
    /// <param name="withInstances">Whether to read the long file of EC2 too.</param>
    /// <param name="progress">Receives what is read; may be null.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>The number of prices.</returns>
    /// <exception cref="EcsToolsException">The price list cannot be read.</exception>
    public async Task<int> DownloadAsync(
        string region, bool withInstances, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var published = DateTime.MinValue;
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            foreach (var offer in withInstances ? [.. SmallOffers, "AmazonEC2"] : SmallOffers)
            {
                var reader = await ReadAsync(client, offer, region, progress, cancellationToken).ConfigureAwait(false);
                published = reader.PublishedOn > published ? reader.PublishedOn.Value : published;
                foreach (var price in reader.Prices)
                {
                    prices[price.Key] = price.Value;
                }
            }
        }
        finally
        {
            progress?.Report(new OperationProgress(Activity, "Done", Completed: true));
        }

        if (!prices.ContainsKey(PriceNames.Vcpu("x86")) || published == DateTime.MinValue)
        {
            throw Unreadable(AddressOf("AmazonECS", region), "it has no price of Fargate", null);
        }

        await PriceBook.KeepAsync(_folder, region, published, _list.ToString(), prices, cancellationToken).ConfigureAwait(false);
        return prices.Count;
    }

    private async Task<PriceListReader> ReadAsync(
        HttpClient client, string offer, string region, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var address = AddressOf(offer, region);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(LongestSilence);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Unreadable(address, $"the server answers {(int)response.StatusCode}", null);
            }

            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            var reader = new PriceListReader(offer);
            await reader.ReadAsync(
                stream,
                total =>
                {
                    silence.CancelAfter(LongestSilence);
                    progress?.Report(new OperationProgress(Activity, $"{offer}: {ByteSize.Format(total)}"));
                },
                silence.Token).ConfigureAwait(false);
            return reader;
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreadable(address, $"the server sent nothing for {LongestSilence.TotalSeconds} seconds", late);
        }
        catch (Exception problem) when (problem is HttpRequestException or System.IO.IOException or MalformedContentException)
        {
            throw Unreadable(address, problem is MalformedContentException malformed ? malformed.Problem : problem.GetBaseException().Message, problem);
        }
    }

    private Uri AddressOf(string offer, string region) => new(_list, $"offers/v1.0/aws/{offer}/current/{region}/index.json");

    private static EcsToolsException Unreadable(Uri address, string why, Exception? cause)
        => new(
            ErrorCodes.PriceListUnreadable,
            $"The price list {address} cannot be read: {why.TrimEnd('.')}.",
            "Check the region and the connection, or leave out -Refresh to use the prices that are included.",
            "Refresh",
            address.ToString(),
            cause);
}
