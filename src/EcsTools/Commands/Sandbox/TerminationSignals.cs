using System;
#if NET
using System.Runtime.InteropServices;
#endif

namespace EcsTools.Commands.Sandbox;

/// <summary>
/// The end of the terminal that a process runs in, and a request to end, as of timeout, systemd or a cancelled CI job: both end the process without the
/// runtime's own farewell (since .NET 10 the second one, too).
/// </summary>
internal static class TerminationSignals
{
    /// <summary>Has something done before the process ends so, until what is returned is disposed.</summary>
    /// <param name="end">What is to be done. The process ends after it.</param>
    /// <returns>Ends the watch; null where there is no such signal.</returns>
    public static IDisposable? Watch(Action end)
#if NET
        => OperatingSystem.IsWindows() ? null : new Signals(end);

    private sealed class Signals(Action end) : IDisposable
    {
        private readonly PosixSignalRegistration _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => end());
        private readonly PosixSignalRegistration _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => end());

        public void Dispose()
        {
            _hangUp.Dispose();
            _terminate.Dispose();
        }
    }
#else
        => null;
#endif
}
