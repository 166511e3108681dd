using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Campaigns.Durability.Kinds;

namespace EcsTools.Campaigns.Durability;

/// <summary>
/// Kills a sandbox with SIGKILL while clients change its state, and starts it again over the same folder. Every change that was answered must be there:
/// what was made, what was deleted, and the key of the root.
/// </summary>
internal sealed class KillCampaign(int seed)
{
    private static readonly DurableKind[] Kinds =
    [
        new ClusterKind(), new TaskDefinitionKind(), new UserKind(), new LogLineKind(), new LogGroupKind(), new ImageKind(), new RuleKind(), new ScheduleGroupKind(),
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<DurableKind, Ledger> _ledgers = Kinds.ToDictionary(kind => kind, _ => new Ledger());
    private readonly List<string> _findings = [];
    private string? _rootKey;
    private int _sequence;
    private volatile bool _killing;

    public async Task<DurabilityReport> RunAsync(int kills)
    {
        var folder = Directory.CreateTempSubdirectory("ecstools-kills-").FullName;
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                await RunUntilKillAsync(folder, kill);
            }

            using var child = ChildProcess.Start("sandbox", folder);
            using var target = await SandboxTarget.ConnectAsync(await child.ReadLineAsync());
            await CheckAsync(target, kills, all: true);
            child.End();
            await child.WaitAsync(CancellationToken.None);
            var lost = _findings.Count;
            return new DurabilityReport(
                $"kills: {lost} lost of {_ledgers.Values.Sum(ledger => ledger.Answered)} answered changes over {kills} kills with SIGKILL ("
                    + string.Join(", ", _ledgers.Select(pair => $"{pair.Value.Answered} {pair.Key.Name}")) + ")",
                _findings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunUntilKillAsync(string folder, int kill)
    {
        using var child = ChildProcess.Start("sandbox", folder);
        using var target = await SandboxTarget.ConnectAsync(await child.ReadLineAsync());
        await CheckAsync(target, kill, all: false);
        foreach (var kind in Kinds)
        {
            await kind.PrepareAsync(target, CancellationToken.None);
        }

        using var killed = new CancellationTokenSource();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = _ledgers.Select(pair => Task.Run(() => ChangeAsync(target, pair.Key, pair.Value, answered, killed.Token))).ToList();
        await answered.Task;
        await Task.Delay(_random.Next(5, 700));
        _killing = true;
        child.Kill();
        await child.WaitAsync(CancellationToken.None);
        await killed.CancelAsync();
        await Task.WhenAll(clients);
        _killing = false;
    }

    private async Task ChangeAsync(SandboxTarget target, DurableKind kind, Ledger ledger, TaskCompletionSource answered, CancellationToken killed)
    {
        try
        {
            while (!killed.IsCancellationRequested)
            {
                var name = $"{kind.Name}-{Interlocked.Increment(ref _sequence)}";
                await kind.AddAsync(target, name, killed);
                ledger.Added(name);
                answered.TrySetResult();
                if (kind.IsDeletable && ledger.TakeOldest(atLeast: 4) is { } old)
                {
                    await kind.DeleteAsync(target, old, killed);
                    ledger.Deleted(old);
                }
            }
        }
#pragma warning disable CA1031 // Whatever the client of a killed server throws: the change was not answered.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            if (!_killing)
            {
                lock (_findings)
                {
                    _findings.Add($"{kind.Name}: {problem.GetType().Name}: {problem.Message}");
                }

                answered.TrySetResult();
            }
        }
    }

    private async Task CheckAsync(SandboxTarget target, int kill, bool all)
    {
        if (target.RootKey != (_rootKey ??= target.RootKey))
        {
            _findings.Add($"the root key is another one after kill {kill}");
        }

        foreach (var (kind, ledger) in _ledgers)
        {
            var (there, gone) = ledger.Read(all);
            var found = await kind.FindAsync(target, [.. there, .. gone]);
            _findings.AddRange(there.Where(name => !found.Contains(name)).Select(name => $"{name} is lost after kill {kill}"));
            _findings.AddRange(gone.Where(found.Contains).Select(name => $"{name} was deleted, and is there again after kill {kill}"));
        }
    }

    /// <summary>What was answered about one kind. One client writes to it at a time.</summary>
    private sealed class Ledger
    {
        private readonly List<string> _there = [];
        private readonly List<string> _gone = [];
        private int _checkedThere;
        private int _checkedGone;

        public int Answered { get; private set; }

        public void Added(string name)
        {
            _there.Add(name);
            Answered++;
        }

        public void Deleted(string name)
        {
            _gone.Add(name);
            Answered++;
        }

        /// <summary>Takes a name out before it is deleted: if the answer never comes, it may be there or not.</summary>
        public string? TakeOldest(int atLeast)
        {
            if (_there.Count - _checkedThere < atLeast)
            {
                return null;
            }

            var name = _there[_checkedThere];
            _there.RemoveAt(_checkedThere);
            return name;
        }

        /// <param name="all">False for those since the last call only.</param>
        public (IReadOnlyList<string> There, IReadOnlyList<string> Gone) Read(bool all)
        {
            var read = (_there.Skip(all ? 0 : _checkedThere).ToList(), _gone.Skip(all ? 0 : _checkedGone).ToList());
            (_checkedThere, _checkedGone) = (_there.Count, _gone.Count);
            return read;
        }
    }
}
