using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Benchmarks.Push;

/// <summary>What of the push benchmark is run, and how often.</summary>
internal sealed record PushOptions
{
    public const string Usage =
        "bench push [--rows b-engine,d,slow,memory…] [--rounds 5] [--peers docker,skopeo,podman,limit] [--cpu] [--write] [--clean]";

    /// <summary>Rows of the table, or beginnings of their names; all where none is said.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Peers to run; all where none is said.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    public int Rounds { get; init; } = 5;

    /// <summary>Whether the table goes into docs/performance.md.</summary>
    public bool Write { get; init; }

    /// <summary>Whether processor seconds are printed beside.</summary>
    public bool Processor { get; init; }

    /// <summary>Whether the images are removed and nothing is run.</summary>
    public bool Clean { get; init; }

    public static PushOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new PushOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} wants a value. {Usage}");
            options = arguments[i] switch
            {
                "--rows" => options with { Rows = Value().Split(',') },
                "--peers" => options with { Peers = Value().Split(',') },
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--write" => options with { Write = true },
                "--cpu" => options with { Processor = true },
                "--clean" => options with { Clean = true },
                var other => throw new ArgumentException($"'{other}' is no option. {Usage}"),
            };
        }

        return options;
    }

    public bool Wants(string row) => Rows.Count == 0 || Rows.Any(wanted => row.StartsWith(wanted, StringComparison.Ordinal));

    public bool WantsPeer(string peer) => Peers.Count == 0 || Peers.Contains(peer);
}
