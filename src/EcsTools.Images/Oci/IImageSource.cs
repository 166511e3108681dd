using System;

namespace EcsTools.Images.Oci;

/// <summary>Where an image comes from. It stays open as long as its blobs are read.</summary>
internal interface IImageSource : IDisposable
{
    /// <summary>The image, or an index of several.</summary>
    ImageManifest Root { get; }

    /// <summary>How the source is called in messages, such as a path or an image name.</summary>
    string Name { get; }
}
