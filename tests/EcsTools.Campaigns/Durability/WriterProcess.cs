using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Profiles;

namespace EcsTools.Campaigns.Durability;

/// <summary>Writes profiles from several threads until it is told to end. It is slow at random steps, and its clock may be behind.</summary>
internal sealed class WriterProcess(SharedProfilePaths paths, string name, int threads, int seed, TimeSpan behind, EditStep? longStall, TimeSpan longest)
{
    /// <summary>How often a step stalls: one in this many.</summary>
    private const int StallEvery = 60;

    private const int LongestShortStall = 60;

    private int _longStalls;
    private volatile bool _ending;

    public static async Task RunAsync(string[] args)
    {
        var paths = new SharedProfilePaths(args[0], args[1]);
        var numbers = args.Skip(3).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
        EditStep? step = numbers[3] < 0 ? null : (EditStep)numbers[3];
        var writer = new WriterProcess(
            paths, args[2], numbers[0], numbers[1], TimeSpan.FromSeconds(numbers[2]), step, TimeSpan.FromMilliseconds(numbers[4]));
        await writer.WriteUntilEndAsync();
    }

    private async Task WriteUntilEndAsync()
    {
        var writers = Enumerable.Range(0, threads).Select(thread => Task.Run(() => WriteAsync(thread))).ToArray();
        await ChildProcess.EndWantedAsync();
        _ending = true;
        await Task.WhenAll(writers);
    }

    private async Task WriteAsync(int thread)
    {
        var random = new Random(unchecked((seed * 7919) + thread));
        var clock = new LateClock(behind);
        var credentials = new AtomicFile(paths.CredentialsPath, clock, ownerOnly: true) { Reached = step => Stall(step, random) };
        var config = new AtomicFile(paths.ConfigPath, clock, ownerOnly: false) { Reached = step => Stall(step, random) };
        for (var number = 0; !_ending; number++)
        {
            var profile = $"{name}-{thread.ToString(CultureInfo.InvariantCulture)}-{number.ToString(CultureInfo.InvariantCulture)}";
            if (await TryWriteAsync(credentials, config, profile))
            {
                Console.WriteLine("done " + profile);
            }
        }
    }

    private static async Task<bool> TryWriteAsync(AtomicFile credentials, AtomicFile config, string profile)
    {
        while (true)
        {
            try
            {
                var key = WriterCampaign.KeyOf(profile);
                await config.EditAsync(before => Add(before, ProfileSection.Header(profile), ("region", "eu-west-1")), CancellationToken.None);
                await credentials.EditAsync(
                    before => Add(before, profile, ("aws_access_key_id", key.AccessKeyId), ("aws_secret_access_key", key.SecretAccessKey)), CancellationToken.None);
                return true;
            }
            catch (EcsToolsException locked) when (locked.ErrorId == "FileLocked")
            {
                // It was told: it writes again, as a user would.
                Console.WriteLine("locked");
            }
            catch (EcsToolsException problem)
            {
                Console.WriteLine("failed " + problem.ErrorId + ": " + problem.Message);
                return false;
            }
        }
    }

    private static byte[] Add(byte[]? before, string section, params (string Key, string Value)[] values)
    {
        var document = IniDocument.Parse(before);
        document.Set(name => name == section, section, values.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value)).ToList());
        return document.ToBytes();
    }

    private void Stall(EditStep step, Random random)
    {
        if (step == longStall && Interlocked.Exchange(ref _longStalls, 1) == 0)
        {
            Thread.Sleep(longest);
        }
        else if (random.Next(StallEvery) == 0)
        {
            Thread.Sleep(random.Next(LongestShortStall));
        }
    }

    private sealed class LateClock(TimeSpan behind) : IClock
    {
        public DateTimeOffset UtcNow => SystemClock.Instance.UtcNow - behind;

        public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken) => SystemClock.Instance.DelayAsync(duration, cancellationToken);

        public double NextRandom() => SystemClock.Instance.NextRandom();
    }
}
