using System;
#if NET
using System.Runtime.InteropServices;
#endif

namespace EcsTools.Commands.Sandbox;

/// <summary>The end of the terminal that a process runs in: it ends the process without the runtime's own farewell.</summary>
internal static class HangUp
{
    /// <summary>Has something done before the process ends so, until what is returned is disposed.</summary>
    /// <param name="end">What is to be done. The process ends after it.</param>
    /// <returns>Ends the watch; null where there is no such signal.</returns>
    public static IDisposable? Watch(Action end)
#if NET
        => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => end());
#else
        => null;
#endif
}
