using System;

namespace EcsTools.Images.Oci;

/// <summary>The source of an image. It must stay open as long as its blobs are read.</summary>
internal interface IImageSource : IDisposable
{
    /// <summary>The manifest of the image, or an index of several images.</summary>
    ImageManifest Root { get; }

    /// <summary>The name of the source in messages, such as a path or an image name.</summary>
    string Name { get; }
}
