using System;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>Shows what a command writes.</summary>
internal interface IConsoleOutput : IDisposable
{
    /// <summary>Shows bytes of UTF-8 text and control sequences.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">The number of bytes to show.</param>
    /// <param name="isError">Whether they come from standard error.</param>
    void Write(byte[] bytes, int count, bool isError);
}
