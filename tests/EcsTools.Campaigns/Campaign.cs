using System;
using System.Linq;
using System.Threading;

namespace EcsTools.Campaigns;

/// <summary>Gives a reader many malformed inputs. Each is read, or refused with the one kind of error; anything else is a finding.</summary>
internal sealed class Campaign(IForeignReader reader, int seed)
{
    /// <summary>No input that a campaign makes has more than a few megabytes.</summary>
    private const long MostAllocated = 256 << 20;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    private int _current = -1;
    private long _startedAt;

    /// <summary>Runs the inputs of these numbers.</summary>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many.</param>
    public CampaignReport Run(int first, int count)
    {
        var report = new CampaignReport(reader.Name, seed);
        for (var number = first; number < first + count; number++)
        {
            Volatile.Write(ref _current, number);
            Volatile.Write(ref _startedAt, Environment.TickCount64);
            RunOne(number, report);
        }

        Volatile.Write(ref _current, -1);
        return report;
    }

    /// <summary>The number of an input that is being read for too long; null if there is none.</summary>
    public int? FindHung()
    {
        var current = Volatile.Read(ref _current);
        return current >= 0 && Environment.TickCount64 - Volatile.Read(ref _startedAt) > MostTime.TotalMilliseconds ? current : null;
    }

    private void RunOne(int number, CampaignReport report)
    {
        var read = reader.Prepare(new Random(unchecked((seed * 1_000_003) + number)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
            report.Read();
        }
        catch (EcsToolsException error)
        {
            report.Refused(error.ErrorId);
            if (string.IsNullOrEmpty(error.Remedy) || error.Message.Length is 0 or > 3000 || error.Message.Any(char.IsControl))
            {
                report.Find(number, $"an error without a remedy, or with a message of {error.Message.Length} characters, or one that a terminal obeys", error);
            }
        }
        catch (MalformedContentException) when (reader.IsInner)
        {
            report.Refused("malformed");
        }
        catch (Exception other)
        {
            report.Find(number, "an exception of another kind", other);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        report.End(allocated);
        if (allocated > MostAllocated)
        {
            report.Find(number, $"{allocated >> 20} MiB allocated", null);
        }
    }
}
