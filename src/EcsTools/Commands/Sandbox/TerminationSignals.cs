using System;
using System.Runtime.InteropServices;

namespace EcsTools.Commands.Sandbox;

/// <summary>
/// The end of the terminal or console window that a process runs in, and a request to end, as of timeout, systemd, a cancelled CI job, or a user who signs
/// out of Windows. Each ends the process without the runtime's own farewell (since .NET 10 all of them).
/// </summary>
internal static class TerminationSignals
{
    /// <summary>Runs an action before the process ends so, until what is returned is disposed.</summary>
    /// <param name="end">What to run. Windows gives it five seconds.</param>
    /// <returns>Ends the watch.</returns>
    public static IDisposable Watch(Action end)
#if NET
        // On Windows .NET maps the close of the window and the end of the user's session to SIGHUP, and the shutdown of the machine to SIGTERM.
        => new Signals(end);

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
        => RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? new ConsoleEvents(end) : new Nothing();

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
            // Windows PowerShell runs on Windows only.
        }
    }

    private sealed class ConsoleEvents : IDisposable
    {
        private const uint Close = 2;
        private const uint LogOff = 5;
        private const uint ShutDown = 6;

        // Windows keeps only the pointer.
        private readonly NativeMethods.Handler _handler;

        public ConsoleEvents(Action end)
        {
            _handler = which =>
            {
                if (which is Close or LogOff or ShutDown)
                {
                    end();
                }

                // The other handlers follow, and the last of them ends the process.
                return false;
            };
            NativeMethods.SetConsoleCtrlHandler(_handler, add: true);
        }

        public void Dispose() => NativeMethods.SetConsoleCtrlHandler(_handler, add: false);
    }

    private static class NativeMethods
    {
        [UnmanagedFunctionPointer(CallingConvention.Winapi)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public delegate bool Handler(uint which);

        [DllImport("kernel32.dll", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetConsoleCtrlHandler(Handler handler, [MarshalAs(UnmanagedType.Bool)] bool add);
    }
#endif
}
