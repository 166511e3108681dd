using System;
using System.Threading;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>The keys of a console, as the bytes that a terminal sends for them.</summary>
internal interface IConsoleInput : IDisposable
{
    /// <summary>Waits for keys. Returns the number of bytes; 0 only if the console is gone.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    int Read(byte[] buffer, CancellationToken cancellationToken);
}
