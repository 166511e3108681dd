using System;
using System.Collections.Generic;
using System.IO;

namespace EcsTools.Images.Archives;

/// <summary>The files of a layer in the folder of an engine on this machine.</summary>
internal sealed class LayerFolder : ILayerFiles
{
    private readonly string _folder;
    private readonly HashSet<string> _plainFolders = new(StringComparer.Ordinal);

    /// <param name="folder">The folder of the layer's files.</param>
    public LayerFolder(string folder) => _folder = folder;

    public Stream Open(string name, long line)
    {
        try
        {
            // A name in a layer must not lead out of the layer's folder, neither with dots nor through links.
            var path = Path.GetFullPath(Path.Combine(_folder, name.TrimStart('/')));
            if (!path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || IsLink(path) || !IsPlain(Path.GetDirectoryName(path)!))
            {
                throw new MalformedContentException($"the layer's file '{name}' of the line {line} is not below the layer's folder");
            }

            // Opens the file without a buffer, because the caller's buffer is large, and with full sharing, so that the file need not be locked.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            // The file does not exist, or the name is not a valid file name.
            throw new MalformedContentException($"the layer's file '{name}' of the line {line} cannot be opened: {e.Message.TrimEnd('.')}", e);
        }
    }

    public void Dispose()
    {
        // Each file is closed by who reads it.
    }

    private bool IsPlain(string folder)
    {
        if (folder.Length <= _folder.Length || _plainFolders.Contains(folder))
        {
            return true;
        }

        return !IsLink(folder) && IsPlain(Path.GetDirectoryName(folder)!) && _plainFolders.Add(folder);
    }

    private static bool IsLink(string path) => (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
}
