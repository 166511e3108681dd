using System;
using System.IO;

namespace EcsTools.Images.Build;

/// <summary>One file of a folder, as the operating system describes it.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Type">Its type in a tar; null for a socket, which no tar can hold.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Length">Number of bytes in a file; 0 for anything else.</param>
/// <param name="Modified">When it was changed.</param>
internal sealed record ContextFile(string Name, string Path, TarEntryType? Type, int Mode, long Length, DateTimeOffset Modified)
{
    /// <summary>Where a link leads.</summary>
    public string LinkTarget { get; init; } = "";

    /// <summary>Identifies a file that has several names, which are hard links; otherwise null.</summary>
    public (ulong Device, ulong Number)? SharedBy { get; init; }

    /// <summary>Numbers of a device.</summary>
    public (int Major, int Minor) Device { get; init; }

    /// <summary>Whether it is a folder at the end of a link, which is entered because links cannot be sent as links here.</summary>
    public bool IsBehindLink { get; init; }

    /// <summary>Opens its content.</summary>
    public Func<Stream>? Open { get; init; }
}
