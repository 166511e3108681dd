using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Campaigns.Durability;
using EcsTools.Campaigns.Load.Walks;

namespace EcsTools.Campaigns.Load;

/// <summary>
/// Many clients at once change and read a sandbox, while others without a key send it bodies of 15 MB. No request of a client may fail, and each reads what
/// it wrote. Prints how much memory the sandbox took at most, where the system tells.
/// </summary>
/// <param name="clients">How many clients work at a time.</param>
/// <param name="intruders">How many connections without a key send large bodies, again and again.</param>
internal sealed class RequestCampaign(int clients, int intruders)
{
    private const int MostFindings = 20;

    private static readonly IWalk[] Walks =
        [new ClusterWalk(), new TaskDefinitionWalk(), new UserWalk(), new LogWalk(), new RuleWalk(), new ScheduleGroupWalk(), new ImageWalk()];

    private readonly List<string> _findings = [];
    private int _sequence;

    /// <param name="count">How many requests of clients to make at least.</param>
    public async Task<DurabilityReport> RunAsync(int count)
    {
        using var child = ChildProcess.Start("sandbox");
        var ready = await child.ReadLineAsync();
        using var target = await LoadTarget.ConnectAsync(ready);
        using var ended = new CancellationTokenSource();
        var hostile = Enumerable.Range(0, intruders).Select(_ => Intruder.SendUntilAsync(ready!.Split(' ')[1], ended.Token)).ToList();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => WorkAsync(target, client, count))));
        await ended.CancelAsync();
        var refused = (await Task.WhenAll(hostile)).Sum();
        var memory = child.PeakMemory is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"; the sandbox took at most {bytes >> 20} MiB") : "";
        child.End();
        await child.WaitAsync(CancellationToken.None);
        return new DurabilityReport(
            string.Create(
                CultureInfo.InvariantCulture,
                $"requests: {_findings.Count} failed of {target.Requests:N0} requests of {clients} clients, beside {refused:N0} bodies of 15 MB without a key{memory}"),
            _findings);
    }

    private async Task WorkAsync(LoadTarget target, int client, int count)
    {
        for (var turn = client; target.Requests < count; turn++)
        {
            var walk = Walks[turn % Walks.Length];
            var name = string.Create(CultureInfo.InvariantCulture, $"load-{Interlocked.Increment(ref _sequence)}");
            try
            {
                if (await walk.GoAsync(target, name) is { } wrong)
                {
                    Found(wrong);
                }
            }
#pragma warning disable CA1031 // Whatever a request throws is a finding.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                Found($"{walk.GetType().Name} of {name}: {problem.GetType().Name}: {problem.Message}");
            }

            if (_findings.Count >= MostFindings)
            {
                return;
            }
        }
    }

    private void Found(string finding)
    {
        lock (_findings)
        {
            _findings.Add(finding);
        }
    }
}
