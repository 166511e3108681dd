using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>What a command reads from and writes to: a person's terminal, or a caller that collects the output.</summary>
internal interface ITerminal
{
    /// <summary>Columns and rows if a person is watching; null if not. The command then gets no terminal.</summary>
    (int Columns, int Rows)? Size { get; }

    /// <summary>Reads the next typed bytes. Returns 0 at the end of the input.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken);

    /// <summary>Shows output of the command.</summary>
    /// <param name="bytes">The bytes of the output.</param>
    /// <param name="count">The number of bytes to show.</param>
    /// <param name="isError">Whether they come from standard error.</param>
    void Write(byte[] bytes, int count, bool isError);
}
