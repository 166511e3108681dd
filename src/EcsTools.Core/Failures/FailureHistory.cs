using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;

namespace EcsTools.Failures;

/// <summary>
/// Failures that this machine has seen, kept longer than the hour for which ECS keeps a stopped task. One JSON object per line, readable
/// only by the owner, because it contains log lines. Losing it does no harm: what cannot be read or written is skipped.
/// </summary>
internal sealed class FailureHistory
{
    /// <summary>How many failures are kept, and for how long.</summary>
    public const int Capacity = 500;
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly AtomicFile _file;
    private readonly IClock _clock;

    /// <param name="folder">Folder of the file, created by the first write.</param>
    /// <param name="clock">Tells the age of the records.</param>
    public FailureHistory(string folder, IClock clock)
    {
        // The wait for the lock uses the machine's time, whichever clock measures the age.
        _file = new AtomicFile(Path.Combine(folder, "failures.jsonl"), SystemClock.Instance, ownerOnly: true);
        _clock = clock;
    }

    public static FailureHistory ForThisUser(IClock clock) => new(UserCache.Folder, clock);

    /// <summary>The recorded failures, newest first.</summary>
    public IReadOnlyList<FargateFailure> Read()
    {
        try
        {
            return Parse(_file.Read()).Where(IsFresh).OrderByDescending(failure => failure.OccurredAt)
                .Select(failure => failure with { Remembered = true }).ToList();
        }
        catch (EcsToolsException)
        {
            return [];
        }
    }

    /// <summary>
    /// Adds failures to those that other processes recorded in the meantime. A failure that is already recorded is replaced.
    /// </summary>
    public async Task AddAsync(IReadOnlyList<FargateFailure> failures, CancellationToken cancellationToken)
    {
        if (failures.Count == 0)
        {
            return;
        }

        try
        {
            await _file.EditAsync(content => Merge(content, failures), cancellationToken).ConfigureAwait(false);
        }
        catch (EcsToolsException)
        {
            // A read-only home or a full disk: the user has already seen the failure, so ignore it.
        }
    }

    private byte[] Merge(byte[]? content, IReadOnlyList<FargateFailure> added)
    {
        var arns = new HashSet<string>(added.Select(failure => failure.TaskArn), StringComparer.Ordinal);
        var kept = Parse(content).Where(failure => !arns.Contains(failure.TaskArn)).Concat(added).Where(IsFresh)
            .OrderBy(failure => failure.OccurredAt).ToList();
        var text = new StringBuilder();
        foreach (var failure in kept.Skip(Math.Max(0, kept.Count - Capacity)))
        {
            text.Append(JsonSerializer.Serialize(failure, Options)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private bool IsFresh(FargateFailure failure) => _clock.UtcNow - failure.OccurredAt < KeptFor;

    private static IEnumerable<FargateFailure> Parse(byte[]? content)
    {
        foreach (var line in Encoding.UTF8.GetString(content ?? []).Split('\n'))
        {
            if (line.Length > 0 && TryParse(line) is { } failure)
            {
                yield return failure;
            }
        }
    }

    private static FargateFailure? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<FargateFailure>(line, Options);
        }
        catch (JsonException)
        {
            // A damaged line, or one from a later version.
            return null;
        }
    }
}
