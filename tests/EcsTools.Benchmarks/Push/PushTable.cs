using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Benchmarks.Push;

/// <summary>The measured rows as Markdown: medians in seconds, ratios, and the mark they are held to.</summary>
internal sealed class PushTable
{
    private readonly List<string> _lines =
    [
        "| image | docker push | skopeo | podman push | limit | ours | ours against them | mark |",
        "|---|---|---|---|---|---|---|---|",
    ];

    private readonly List<string> _notes = [];

    public void Add(PushRow row, IReadOnlyDictionary<Contender, double> medians)
    {
        foreach (var (ours, time) in medians.Where(pair => pair.Key.IsOurs))
        {
            var peers = medians.Where(pair => !pair.Key.IsOurs && (pair.Key.LimitOf ?? ours.Name) == ours.Name).ToDictionary(pair => pair.Key.Name.Split(' ')[0], pair => pair.Value);
            var ratios = peers.Select(pair => (Peer: pair.Key, Ratio: pair.Value / time)).ToList();
            var met = ratios.All(ratio => !row.Mark.TryGetValue(ratio.Peer, out var wanted) || ratio.Ratio >= wanted);
            var mark = string.Join(", ", row.Mark.Where(pair => peers.ContainsKey(pair.Key)).Select(pair => $"{pair.Key} {Number(pair.Value)}×"));
            string[] cells =
            [
                row.Title + (ours.Name == "ours" ? "" : ours.Name["ours".Length..]),
                .. new[] { "docker", "skopeo", "podman", "limit" }.Select(peer => peers.TryGetValue(peer, out var median) ? Number(median) : ""),
                $"**{Number(time)}**",
                string.Join(", ", ratios.Select(ratio => $"{ratio.Peer} {Number(ratio.Ratio)}×")),
                mark.Length == 0 ? "" : mark + (met ? ": met" : ": missed"),
            ];
            AddLine("| " + string.Join(" | ", cells) + " |");
        }
    }

    public void Note(string text)
    {
        _notes.Add(text);
        Console.WriteLine(text);
    }

    /// <summary>Puts the table into the document.</summary>
    public void Write() => DocumentTable.Write("push", string.Join("\n", _lines) + "\n\n" + string.Concat(_notes.Select(note => $"- {note}\n")));

    public void PrintHead() => Console.WriteLine(string.Join("\n", _lines));

    private void AddLine(string line)
    {
        _lines.Add(line);
        Console.WriteLine(line);
    }

    public static string Number(double value)
        => value.ToString(value >= 9.95 ? "F0" : value >= 0.995 ? "F1" : value >= 0.0995 ? "F2" : "F3", CultureInfo.InvariantCulture);
}
