using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tasks.Exec;

/// <summary>What a command reads from and writes to: a person's terminal, or whoever collects its output.</summary>
public interface ITerminal
{
    /// <summary>Columns and rows where a person looks on; null if nobody does, and the command gets no terminal.</summary>
    (int Columns, int Rows)? Size { get; }

    /// <summary>The next of what is typed; 0 when nothing will come any more.</summary>
    /// <param name="buffer">Takes it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken);

    /// <summary>Shows what the command writes.</summary>
    /// <param name="bytes">The piece.</param>
    /// <param name="count">Its length.</param>
    /// <param name="isError">Whether it is of standard error.</param>
    void Write(byte[] bytes, int count, bool isError);
}
