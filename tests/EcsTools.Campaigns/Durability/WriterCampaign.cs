using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Profiles;

namespace EcsTools.Campaigns.Durability;

/// <summary>
/// Many writers of one pair of AWS files: processes with several threads each, which stall at every step of an edit, are suspended and resumed, are killed
/// and started again, and have clocks that are behind. Every profile whose writing was reported must be there at the end.
/// </summary>
internal sealed class WriterCampaign(int seed, int processes, int threads, TimeSpan longestStall)
{
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan EndTime = TimeSpan.FromMinutes(2);

    private readonly ConcurrentBag<string> _reported = [];
    private readonly ConcurrentBag<string> _failures = [];
    private readonly ConcurrentDictionary<int, ChildProcess> _running = new();
    private readonly Random _random = new(seed);
    private int _locked;
    private int _kills;
    private int _suspended;

    /// <summary>The key that the profile of a name holds.</summary>
    public static AccessKeyPair KeyOf(string profile) => new("AKIA" + profile.Replace("-", "X", StringComparison.Ordinal).ToUpperInvariant(), "secret of " + profile);

    /// <param name="edits">How many edits to see reported.</param>
    public async Task<DurabilityReport> RunAsync(int edits)
    {
        var folder = Directory.CreateTempSubdirectory("ecstools-writers-").FullName;
        var paths = new SharedProfilePaths(Path.Combine(folder, "credentials"), Path.Combine(folder, "config"));
        try
        {
            using var enough = new CancellationTokenSource(MostTime);
            var slots = Enumerable.Range(0, processes).Select(slot => KeepWritingAsync(slot, paths, edits, enough)).ToList();
            await DisturbAsync(paths, enough.Token);
            var hung = await EndAsync(slots);
            return Judge(paths, folder, edits, hung);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task KeepWritingAsync(int slot, SharedProfilePaths paths, int edits, CancellationTokenSource enough)
    {
        var stall = slot < (int)EditStep.Replaced + 1 && longestStall > TimeSpan.Zero ? slot : -1;
        for (var start = 0; !enough.IsCancellationRequested; start++)
        {
            var behind = slot % 2 == 0 ? 0 : 3600;
            using var child = ChildProcess.Start(
                "writer", paths.CredentialsPath, paths.ConfigPath, $"p{slot}s{start}",
                Text(threads), Text(seed + (slot * 101) + start), Text(behind), Text(start == 0 ? stall : -1), Text((int)longestStall.TotalMilliseconds));
            _running[slot] = child;
            if (enough.IsCancellationRequested)
            {
                child.End();
            }

            while (await child.ReadLineAsync() is { } line)
            {
                Note(line);
                if (_reported.Count >= edits)
                {
                    await enough.CancelAsync();
                }
            }

            _running.TryRemove(slot, out _);
        }
    }

    private void Note(string line)
    {
        if (line.StartsWith("done ", StringComparison.Ordinal))
        {
            _reported.Add(line["done ".Length..]);
        }
        else if (line == "locked")
        {
            Interlocked.Increment(ref _locked);
        }
        else
        {
            _failures.Add(line);
        }
    }

    private async Task DisturbAsync(SharedProfilePaths paths, CancellationToken enough)
    {
        try
        {
            for (var round = 1; ; round++)
            {
                await Task.Delay(_random.Next(40, 200), enough);
                if (_running.IsEmpty || !_running.TryGetValue(_random.Next(processes), out var child))
                {
                    continue;
                }

                if (round % 8 == 3)
                {
                    child.Kill();
                    _kills++;
                }
                else if (round % 5 == 0)
                {
                    MoveTimes(paths);
                }
                else
                {
                    await SuspendAsync(child, TimeSpan.FromMilliseconds(_random.Next(1, 250)));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough edits were reported.
        }
    }

    private async Task SuspendAsync(ChildProcess child, TimeSpan time)
    {
        try
        {
            child.Suspend();
            _suspended++;
            await Task.Delay(time);
            child.Resume();
        }
        catch (InvalidOperationException)
        {
            // It was just restarted.
        }
    }

    /// <summary>The times of files say nothing: a lock is not older because its file is.</summary>
    private void MoveTimes(SharedProfilePaths paths)
    {
        var time = DateTime.UtcNow.AddSeconds(_random.Next(-7200, 7200));
        foreach (var file in new[] { FileLock.PathFor(paths.CredentialsPath), FileLock.PathFor(paths.ConfigPath) }.Where(File.Exists))
        {
            File.SetLastWriteTimeUtc(file, time);
        }
    }

    private async Task<bool> EndAsync(List<Task> slots)
    {
        foreach (var child in _running.Values)
        {
            child.End();
        }

        var ended = Task.WhenAll(slots);
        if (await Task.WhenAny(ended, Task.Delay(EndTime)) == ended)
        {
            await ended;
            return false;
        }

        foreach (var child in _running.Values)
        {
            child.Kill();
        }

        await ended;
        return true;
    }

    private DurabilityReport Judge(SharedProfilePaths paths, string folder, int edits, bool hung)
    {
        var there = new SharedProfileFile(paths, SystemClock.Instance).List().ToDictionary(profile => profile.Name, StringComparer.Ordinal);
        var findings = _failures.Distinct().ToList();
        foreach (var profile in _reported)
        {
            if (!there.TryGetValue(profile, out var found) || !Has(found, KeyOf(profile)) || found.Region != "eu-west-1")
            {
                findings.Add($"the profile {profile} was reported as written, and is {(there.ContainsKey(profile) ? "damaged" : "lost")}");
            }
        }

        if (hung || _reported.Count < edits)
        {
            findings.Add($"the writers did not end: {_reported.Count} of {edits} edits after {MostTime.TotalMinutes} minutes");
        }

        var lost = _reported.Count(profile => !there.ContainsKey(profile));
        return new DurabilityReport(
            $"writers: {lost} lost of {_reported.Count} edits by {processes * threads} writers in {processes} processes; {_kills} kills, {_suspended} suspensions, "
                + $"{_locked} waits refused; {Directory.GetFiles(folder, "*.new").Length} files left",
            findings);
    }

    private static bool Has(SharedProfile profile, AccessKeyPair key)
        => profile.Key is { } found && (found.AccessKeyId, found.SecretAccessKey) == (key.AccessKeyId, key.SecretAccessKey);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
