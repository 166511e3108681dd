using System;
using System.IO;
using System.Runtime.InteropServices;

namespace EcsTools.WindowsAccess;

/// <summary>
/// The access list of a file or folder on Windows. Windows gives new files that of their folder. In a user profile it admits the user and administrators, but
/// elsewhere, such as in <c>D:\data</c>, it admits all users of the machine.
/// </summary>
internal static class AccessList
{
    private const int FileObject = 1;
    private const uint AccessOnlyProtected = 0x4 | 0x80000000;
    private const uint Revision = 1;
    private const uint TokenQuery = 0x8;
    private const int TokenUser = 1;

    /// <summary>
    /// On Windows, admits this user, administrators and the system, and nobody else. What is in a folder inherits that, also what was there before. A file
    /// system without access lists, such as FAT, and some network shares leave everything as it is.
    /// </summary>
    /// <param name="path">A path that exists.</param>
    /// <returns>Whether the access list was set.</returns>
    public static bool Restrict(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || ThisUser() is not { } user)
        {
            return false;
        }

        // P: nothing is inherited from the folder above. OICI: files and folders in it inherit the entry. FA: all rights.
        var heirs = Directory.Exists(path) ? "OICI" : "";
        var text = $"D:P(A;{heirs};FA;;;{user})(A;{heirs};FA;;;SY)(A;{heirs};FA;;;BA)";
        if (!NativeMethods.ParseDescriptor(text, Revision, out var descriptor, IntPtr.Zero))
        {
            return false;
        }

        try
        {
            return NativeMethods.GetDacl(descriptor, out _, out var list, out _)
                && NativeMethods.SetSecurity(path, FileObject, AccessOnlyProtected, IntPtr.Zero, IntPtr.Zero, list, IntPtr.Zero) == 0;
        }
        finally
        {
            NativeMethods.LocalFree(descriptor);
        }
    }

    /// <summary>The security identifier of the user, such as <c>S-1-5-21-1-2-3-1001</c>. The owner of what an elevated process creates is a group.</summary>
    private static string? ThisUser()
    {
        if (!NativeMethods.OpenProcessToken(NativeMethods.GetCurrentProcess(), TokenQuery, out var token))
        {
            return null;
        }

        var information = Marshal.AllocHGlobal(1024);
        try
        {
            // TOKEN_USER begins with a pointer to the identifier.
            if (!NativeMethods.GetTokenInformation(token, TokenUser, information, 1024, out _)
                || !NativeMethods.ToText(Marshal.ReadIntPtr(information), out var text))
            {
                return null;
            }

            var user = Marshal.PtrToStringUni(text);
            NativeMethods.LocalFree(text);
            return user;
        }
        finally
        {
            Marshal.FreeHGlobal(information);
            NativeMethods.CloseHandle(token);
        }
    }

    private static class NativeMethods
    {
        [DllImport("kernel32.dll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern IntPtr GetCurrentProcess();

        [DllImport("kernel32.dll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool CloseHandle(IntPtr handle);

        [DllImport("kernel32.dll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern IntPtr LocalFree(IntPtr memory);

        [DllImport("advapi32.dll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool OpenProcessToken(IntPtr process, uint access, out IntPtr token);

        [DllImport("advapi32.dll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool GetTokenInformation(IntPtr token, int which, IntPtr information, int length, out int needed);

        [DllImport("advapi32.dll", EntryPoint = "ConvertSidToStringSidW")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ToText(IntPtr identifier, out IntPtr text);

        [DllImport("advapi32.dll", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW", CharSet = CharSet.Unicode)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ParseDescriptor(string text, uint revision, out IntPtr descriptor, IntPtr length);

        [DllImport("advapi32.dll", EntryPoint = "GetSecurityDescriptorDacl")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool GetDacl(
            IntPtr descriptor, [MarshalAs(UnmanagedType.Bool)] out bool isPresent, out IntPtr list, [MarshalAs(UnmanagedType.Bool)] out bool isDefaulted);

        [DllImport("advapi32.dll", EntryPoint = "SetNamedSecurityInfoW", CharSet = CharSet.Unicode)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern uint SetSecurity(string path, int kind, uint what, IntPtr owner, IntPtr group, IntPtr list, IntPtr audit);
    }
}
