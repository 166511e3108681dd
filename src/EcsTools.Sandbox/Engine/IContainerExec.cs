using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>A command that runs in a container, beside its own program.</summary>
internal interface IContainerExec : IDisposable
{
    /// <summary>The next piece of what it writes; none at its end.</summary>
    Task<ExecOutput> ReadAsync(byte[] buffer, CancellationToken cancellationToken);

    /// <summary>Writes to what it reads.</summary>
    Task WriteAsync(byte[] bytes, int count, CancellationToken cancellationToken);

    /// <summary>Ends what it reads.</summary>
    void CloseInput();

    /// <summary>Tells its terminal its size.</summary>
    Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken);

    /// <summary>Its exit code, once it has ended.</summary>
    Task<int> ExitCodeAsync(CancellationToken cancellationToken);
}

/// <summary>A piece of a command's output.</summary>
/// <param name="Count">Bytes; 0 at the end.</param>
/// <param name="IsError">Whether it is of standard error.</param>
internal readonly record struct ExecOutput(int Count, bool IsError);
