using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Costs;

/// <summary>
/// The prices that are known here: those that were downloaded from the price list of AWS, and before that the snapshot prices.json of this module. A price
/// that neither has is not known, and never taken from another region.
/// </summary>
internal sealed class PriceBook
{
    // A file of prices is small. One that is not was not written by EcsTools.
    private const int LongestFile = 1 << 20;

    private static readonly Lazy<IReadOnlyList<Snapshot>> Included = new(() => Read(IncludedFile(), "prices.json"));

    private static volatile PriceBook? _current;

    private readonly IReadOnlyList<Snapshot> _snapshots;

    private PriceBook(IReadOnlyList<Snapshot> snapshots) => _snapshots = snapshots;

    /// <summary>The prices for the commands. The files are read once: a list of tasks asks for the price of each.</summary>
    public static PriceBook Current => _current ??= Load(UserCache.Folder);

    /// <summary>The snapshot alone.</summary>
    public static PriceBook Snapshots => new(Included.Value);

    /// <summary>The downloaded prices of a folder, and before them the snapshot.</summary>
    public static PriceBook Load(string folder) => new([.. Downloaded(folder), .. Included.Value]);

    /// <summary>The price; null if it is not known.</summary>
    /// <param name="region">Region, such as <c>eu-west-1</c>.</param>
    /// <param name="name">One of <see cref="PriceNames"/>.</param>
    public Price? Find(string region, string name)
        => _snapshots.Where(snapshot => snapshot.Prices.ContainsKey((region, name)))
            .Select(snapshot => new Price(snapshot.Prices[(region, name)], snapshot.Date, snapshot.Source)).FirstOrDefault();

    /// <summary>The instance types with a known price in a region; null for any region.</summary>
    public IReadOnlyList<string> Instances(string? region)
        => _snapshots.SelectMany(snapshot => snapshot.Prices.Keys)
            .Where(key => (region is null || key.Region == region) && key.Name.StartsWith(PriceNames.InstancePrefix, StringComparison.Ordinal))
            .Select(key => key.Name.Substring(PriceNames.InstancePrefix.Length)).Distinct(StringComparer.Ordinal)
            .OrderBy(type => type, StringComparer.Ordinal).ToArray();

    /// <summary>Keeps prices that were downloaded. Those of other regions, and those that were not downloaded now, stay.</summary>
    public static async Task KeepAsync(
        string folder, string region, DateTime date, string source, IReadOnlyDictionary<string, decimal> prices, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = new AtomicFile(PathOf(folder, region), SystemClock.Instance, ownerOnly: false);
        await file.EditAsync(
            old =>
            {
                var all = old is null ? [] : TryRead(old).SelectMany(snapshot => snapshot.Prices).ToDictionary(price => price.Key.Name, price => price.Value);
                foreach (var price in prices)
                {
                    all[price.Key] = price.Value;
                }

                return Write(region, date, source, all);
            },
            cancellationToken).ConfigureAwait(false);
        _current = null;
    }

    // A file for each region, so that a price is never older than the date beside it by more than one download.
    private static string PathOf(string folder, string region) => Path.Combine(folder, $"prices-{region}.json");

    private static IEnumerable<Snapshot> Downloaded(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        try
        {
            return Directory.EnumerateFiles(folder, "prices-*.json").Where(path => new FileInfo(path).Length <= LongestFile)
                .SelectMany(path => TryRead(File.ReadAllBytes(path))).ToList();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The cache may be lost: the snapshot of the module remains.
            return [];
        }
    }

    private static IReadOnlyList<Snapshot> TryRead(byte[] bytes)
    {
        try
        {
            return Read(bytes, "the downloaded prices");
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException)
        {
            return [];
        }
    }

    private static IReadOnlyList<Snapshot> Read(byte[] bytes, string what)
        => JsonText.Objects(JsonText.ParseObject(bytes, what, LongestFile), "snapshots", what, 100).Select(snapshot => new Snapshot(
            DateTime.ParseExact(JsonText.Text(snapshot, "date", what), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            JsonText.Text(snapshot, "source", what),
            (snapshot["regions"] as JsonObject ?? []).SelectMany(region => (region.Value as JsonObject ?? []).Select(
                price => (Key: (region.Key, price.Key), Amount: price.Value!.GetValue<decimal>())))
                .ToDictionary(price => price.Key, price => price.Amount))).ToArray();

    private static byte[] Write(string region, DateTime date, string source, Dictionary<string, decimal> prices)
        => Encoding.UTF8.GetBytes(new JsonObject
        {
            ["snapshots"] = new JsonArray(new JsonObject
            {
                ["date"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["source"] = source,
                ["regions"] = new JsonObject
                {
                    [region] = new JsonObject(prices.Select(price => new KeyValuePair<string, JsonNode?>(price.Key, JsonValue.Create(price.Value)))),
                },
            }),
        }.ToJsonString());

    private static byte[] IncludedFile()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("EcsTools.Costs.prices.json")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed record Snapshot(DateTime Date, string Source, IReadOnlyDictionary<(string Region, string Name), decimal> Prices);
}
