using System;
using System.IO;

namespace EcsTools.Images.Archives;

/// <summary>The content of the files of one layer that an engine unpacked.</summary>
internal interface ILayerFiles : IDisposable
{
    /// <summary>Opens a file. It is read to its end, or closed, before the next one is opened.</summary>
    /// <param name="name">Its name in the layer.</param>
    /// <param name="line">The line of the tar-split file that names it, for messages.</param>
    /// <exception cref="MalformedContentException">The layer does not have the file.</exception>
    Stream Open(string name, long line);
}
