using System;
using System.Runtime.InteropServices;

namespace EcsTools.WindowsHost;

/// <summary>
/// Keeps Wine 8 from a crash. While Wine passes an exception of native code to a frame of managed code, it has a frame of its own in the list of the
/// thread. .NET goes on in a catch block without a return to it, as Windows allows, and the frame stays in the list while its place on the stack is used
/// again. The next exception of the thread calls what is there by then. Windows on x64 does not use the list.
/// </summary>
internal static partial class StaleFrames
{
    private const int BasicInformation = 0;
    private const int TebOffset = 8;
    private static readonly nint CurrentThread = -2;
    private static readonly nint EndOfList = -1;

    /// <summary>Empties the list of a thread whenever an exception is thrown there.</summary>
    public static void Forget()
    {
        if (NativeLibrary.TryGetExport(NativeLibrary.Load("ntdll.dll"), "wine_get_version", out _))
        {
            AppDomain.CurrentDomain.FirstChanceException += (_, _) => EmptyList();
        }
    }

    private static void EmptyList()
    {
        Span<byte> information = stackalloc byte[48];
        if (NtQueryInformationThread(CurrentThread, BasicInformation, ref MemoryMarshal.GetReference(information), information.Length, 0) == 0)
        {
            // The list is the first field of the thread's environment block.
            Marshal.WriteIntPtr(MemoryMarshal.Read<nint>(information[TebOffset..]), EndOfList);
        }
    }

    [LibraryImport("ntdll.dll")]
    private static partial int NtQueryInformationThread(nint thread, int kind, ref byte information, int length, nint returned);
}
