using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Costs;

/// <summary>
/// Reads an offer file of the public price list as it arrives. The file of EC2 has some hundred MB, of which this keeps a few prices.
/// </summary>
/// <param name="offer">Code of the offer, such as <c>AmazonECS</c>.</param>
internal sealed class PriceListReader(string offer)
{
    // Limits of what a server may send. The largest file of AWS had about 400 MB in 2026, and no token of more than some KB.
    private const long LongestFile = 2L << 30;
    private const int LongestToken = 1 << 20;
    private const int MostProducts = 50_000;
    private const int FirstBuffer = 64 << 10;

    private readonly List<string> _path = [];
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _products = new(StringComparer.Ordinal);
    private string? _family;
    private string? _begins;
    private decimal? _amount;

    /// <summary>The prices that were found, by <see cref="PriceNames"/>.</summary>
    public Dictionary<string, decimal> Prices { get; } = new(StringComparer.Ordinal);

    /// <summary>When AWS published the file; null if it does not say.</summary>
    public DateTime? PublishedOn { get; private set; }

    /// <summary>Reads the file to its end.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="progress">Receives the number of bytes read; may be null.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="MalformedContentException">It is not such a file, or is too long.</exception>
    public async Task ReadAsync(Stream stream, Action<long>? progress, CancellationToken cancellationToken)
    {
        var (buffer, filled, total, state) = (new byte[FirstBuffer], 0, 0L, new JsonReaderState());
        while (true)
        {
            var count = await stream.ReadAsync(buffer, filled, buffer.Length - filled, cancellationToken).ConfigureAwait(false);
            (filled, total) = (filled + count, total + count);
            if (total > LongestFile)
            {
                throw new MalformedContentException($"the price list of {offer} is longer than {LongestFile >> 30} GiB");
            }

            var used = Read(buffer.AsSpan(0, filled), count == 0, ref state);
            Buffer.BlockCopy(buffer, used, buffer, 0, filled - used);
            filled -= used;
            if (count == 0)
            {
                return;
            }

            progress?.Invoke(total);
            if (filled == buffer.Length)
            {
                buffer = Longer(buffer);
            }
        }
    }

    private byte[] Longer(byte[] buffer)
    {
        if (buffer.Length >= LongestToken)
        {
            throw new MalformedContentException($"the price list of {offer} has a text of more than {LongestToken >> 20} MiB");
        }

        Array.Resize(ref buffer, buffer.Length * 2);
        return buffer;
    }

    private int Read(ReadOnlySpan<byte> bytes, bool isLast, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, isLast, state);
        try
        {
            while (reader.Read())
            {
                Take(ref reader);
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            var place = malformed is JsonException { LineNumber: { } line } ? FormattableString.Invariant($" at line {line + 1}") : "";
            throw new MalformedContentException($"the price list of {offer} is not JSON{place}", malformed);
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _path.RemoveRange(Math.Min(_path.Count, reader.CurrentDepth - 1), Math.Max(0, _path.Count - (reader.CurrentDepth - 1)));
                _path.Add(reader.GetString() ?? "");
                break;
            case JsonTokenType.String:
                Text(reader.GetString() ?? "");
                break;
            case JsonTokenType.EndObject when reader.CurrentDepth == 2 && _path.Count >= 2 && _path[0] == "products":
                Product(_path[1]);
                break;
            case JsonTokenType.EndObject when reader.CurrentDepth == 6 && IsDimension:
                Dimension(_path[2]);
                break;
        }
    }

    private bool IsDimension => _path.Count >= 6 && _path[0] == "terms" && _path[1] == "OnDemand" && _path[4] == "priceDimensions";

    private void Text(string text)
    {
        switch (_path.Count)
        {
            case 1 when _path[0] == "publicationDate"
                && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var published):
                PublishedOn = published.Date;
                break;
            case 3 when _path[0] == "products" && _path[2] == "productFamily":
                _family = text;
                break;
            case 4 when _path[0] == "products" && _path[2] == "attributes":
                _attributes[_path[3]] = text;
                break;
            case 7 when IsDimension && _path[6] == "beginRange":
                _begins = text;
                break;
            case 8 when IsDimension && _path[6] == "pricePerUnit" && _path[7] == "USD"
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount):
                _amount = amount;
                break;
        }
    }

    private void Product(string sku)
    {
        if (PriceListNames.Find(offer, _family, name => _attributes.TryGetValue(name, out var value) ? value : null) is { } name)
        {
            _products[sku] = name;
            if (_products.Count > MostProducts)
            {
                throw new MalformedContentException($"the price list of {offer} has more than {MostProducts} products of one kind");
            }
        }

        _attributes.Clear();
        _family = null;
    }

    /// <summary>The first tier that is not free is the price: a free tier is for the whole account, and small.</summary>
    private void Dimension(string sku)
    {
        if (_amount is > 0 and { } amount && _products.TryGetValue(sku, out var name)
            && (_begins is null or "0" || !Prices.TryGetValue(name, out var other) || amount > other))
        {
            Prices[name] = amount;
        }

        (_begins, _amount) = (null, null);
    }
}
