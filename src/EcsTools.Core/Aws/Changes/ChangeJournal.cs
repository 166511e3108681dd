using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace EcsTools.Aws.Changes;

/// <summary>
/// What the calls of a connection have changed since the last piece of work was complete. If a command ends early, it says what it leaves behind. The calls
/// are recorded where they are sent (<see cref="ChangeRecorder"/>), so no command can forget one.
/// </summary>
public sealed class ChangeJournal
{
    private readonly object _lock = new();
    private readonly List<(AwsChange Change, bool IsCertain)> _changes = [];

    internal ChangeJournal()
    {
    }

    /// <summary>Forgets the changes: the work is complete, or an error that is on its way already says what was done.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            _changes.Clear();
        }
    }

    /// <summary>What the work that ended early has changed, and how to continue or undo it; null if it has changed nothing. Forgets the changes.</summary>
    public string? Take()
    {
        List<(AwsChange Change, bool IsCertain)> changes;
        lock (_lock)
        {
            changes = [.. _changes];
            _changes.Clear();
        }

        changes.RemoveAll(change => change is { IsCertain: true, Change.IsToldByCommand: true });
        if (changes.Count == 0)
        {
            return null;
        }

        var done = string.Join("; ", changes.Where(change => change.IsCertain).Select(change => change.Change.ToString()).Distinct(StringComparer.Ordinal));
        var perhaps = string.Join("; ", changes.Where(change => !change.IsCertain).Select(change => change.Change.ToString()).Distinct(StringComparer.Ordinal));
        var undo = Undo(changes);
        return "Not finished."
            + (done.Length == 0 ? "" : $" Done before that: {done}.")
            + (perhaps.Length == 0 ? "" : $" Perhaps done, because AWS had not answered yet: {perhaps}.")
            + (changes.Find(change => change is { IsCertain: false, Change.Search: not null }).Change?.Search is { } search
                ? $" Look for it with {search} before you run the command again, which starts another one."
                : " Run the command again to continue.")
            + (undo.Count == 0 ? "" : $" To undo it instead: {string.Join("; ", undo)}");
    }

    /// <summary>Runs a wait that follows changes. Its errors are about what it waits for, and their remedies say how to go on from there.</summary>
    internal async Task<T> WaitAsync<T>(Func<Task<T>> wait)
    {
        try
        {
            return await wait().ConfigureAwait(false);
        }
        catch (EcsToolsException)
        {
            Settle();
            throw;
        }
    }

    /// <summary>Records a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isCertain">False if AWS may have made it, because its answer did not arrive.</param>
    internal void Add(AwsChange change, bool isCertain)
    {
        lock (_lock)
        {
            if (isCertain && change.Verb == AwsChange.Deleted && _changes.Exists(known => IsCreation(known.Change, change.Subject)))
            {
                // The command has cleaned up what it created.
                _changes.RemoveAll(known => known.Change.Subject == change.Subject || known.Change.Within == change.Subject);
                return;
            }

            _changes.Add((change, isCertain));
        }
    }

    /// <summary>The newest first: what was created last may use what was created before it.</summary>
    private static List<string> Undo(List<(AwsChange Change, bool IsCertain)> changes)
        => changes.AsEnumerable().Reverse()
            .Select(change => change.Change)
            .Where(change => change.Within is null || !changes.Exists(other => IsCreation(other.Change, change.Within)))
            .SelectMany(change => change.Undo ?? [])
            .Distinct(StringComparer.Ordinal)
            .ToList();

    private static bool IsCreation(AwsChange change, string subject) => change.Verb == AwsChange.Created && change.Subject == subject;
}
