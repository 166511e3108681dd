using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>A command that runs in a container, in addition to the program of the container.</summary>
internal interface IContainerExec : IDisposable
{
    /// <summary>Reads the next piece of its output; 0 bytes at its end.</summary>
    Task<ExecOutput> ReadAsync(byte[] buffer, CancellationToken cancellationToken);

    /// <summary>Writes to its input.</summary>
    Task WriteAsync(byte[] bytes, int count, CancellationToken cancellationToken);

    /// <summary>Closes its input.</summary>
    void CloseInput();

    /// <summary>Sets the size of its terminal.</summary>
    Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken);

    /// <summary>Its exit code, once it has ended.</summary>
    Task<int> ExitCodeAsync(CancellationToken cancellationToken);
}

/// <summary>A piece of a command's output.</summary>
/// <param name="Count">Bytes; 0 at the end.</param>
/// <param name="IsError">Whether it is standard error.</param>
internal readonly record struct ExecOutput(int Count, bool IsError);
