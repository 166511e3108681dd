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
/// Failures this machine has seen, past the hour that ECS keeps a stopped task: one JSON object a line, for the owner's eyes only,
/// since log lines are in it. Only a memory: what cannot be read is forgotten, what cannot be written is not kept.
/// </summary>
internal sealed class FailureHistory
{
    /// <summary>How many are kept, and how long.</summary>
    public const int Capacity = 500;
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly AtomicFile _file;
    private readonly IClock _clock;

    /// <param name="folder">Folder of the file; made when first written to.</param>
    /// <param name="clock">Tells what is too old.</param>
    public FailureHistory(string folder, IClock clock)
    {
        // The lock is waited for in the machine's time, whatever clock tells the age.
        _file = new AtomicFile(Path.Combine(folder, "failures.jsonl"), SystemClock.Instance, ownerOnly: true);
        _clock = clock;
    }

    public static FailureHistory ForThisUser(IClock clock) => new(UserCache.Folder, clock);

    /// <summary>What is remembered, the newest first.</summary>
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

    /// <summary>Remembers failures beside what other processes remembered meanwhile. One that is known already is replaced.</summary>
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
            // A read-only home, a full disk: what was to be told has been told.
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
            // A damaged line, or one of a later version.
            return null;
        }
    }
}
