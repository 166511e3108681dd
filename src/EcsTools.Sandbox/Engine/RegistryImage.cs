using System;
using System.Collections.Generic;
using System.IO;

namespace EcsTools.Sandbox.Engine;

/// <summary>An image of the sandbox's registry. The sandbox gives it to the host, which may be where the registry cannot be reached.</summary>
/// <param name="Repository">Its repository.</param>
/// <param name="Digest">The digest of the image, or of the index that it is in.</param>
/// <param name="Read">Finds its content for the platform of the task, as a pull does.</param>
internal sealed record RegistryImage(string Repository, string Digest, Func<ImageContent> Read);

/// <summary>The content of an image for one platform.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="MediaType">The media type of the manifest.</param>
/// <param name="Config">The config.</param>
/// <param name="Layers">The layers, the lowest first. A layer can be there several times.</param>
internal sealed record ImageContent(ImageBlob Manifest, string MediaType, ImageBlob Config, IReadOnlyList<ImageBlob> Layers);

/// <summary>A blob of an image.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Open">Opens it for reading.</param>
internal sealed record ImageBlob(string Digest, long Size, Func<Stream> Open);
