using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Tests.Architecture;

/// <summary>Which folders of an assembly may use which, and what the edges of the assembly break of that.</summary>
/// <param name="Allowed">For each folder, the folders that it may use. A folder that uses none may be left out.</param>
internal sealed record FolderTable(IReadOnlyDictionary<string, string[]> Allowed)
{
    /// <summary>Edges that the table does not allow.</summary>
    public IReadOnlyList<string> Forbidden(IReadOnlyList<NamespaceEdge> edges)
        => edges.Where(edge => !Allows(edge.From, edge.To)).Select(edge => edge.ToString()).ToList();

    /// <summary>Entries of the table that no edge needs.</summary>
    public IReadOnlyList<string> Unused(IReadOnlyList<NamespaceEdge> edges)
    {
        var used = edges.Select(edge => (edge.From, edge.To)).ToHashSet();
        return Allowed
            .SelectMany(folder => folder.Value.Select(to => (From: folder.Key, To: to)))
            .Where(entry => !used.Contains(entry))
            .Select(entry => $"{entry.From} -> {entry.To}")
            .ToList();
    }

    /// <summary>The folders that use each other, directly or through others; none if the edges have an order.</summary>
    public static IReadOnlyList<string> InCycles(IReadOnlyList<NamespaceEdge> edges)
    {
        var left = edges.ToList();
        while (true)
        {
            // An edge is in no cycle if nothing leads on from it, or nothing leads to it.
            var next = left
                .Where(edge => left.Exists(other => other.From == edge.To) && left.Exists(other => other.To == edge.From))
                .ToList();
            if (next.Count == left.Count)
            {
                return left.Select(edge => edge.ToString()).ToList();
            }

            left = next;
        }
    }

    private bool Allows(string from, string to) => Allowed.TryGetValue(from, out var allowed) && allowed.Contains(to, StringComparer.Ordinal);
}
