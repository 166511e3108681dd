using System;
using System.IO;
using System.Linq;
using System.Threading;
using EcsTools.Images.Oci;

namespace EcsTools.Campaigns.Readers;

/// <summary>Reads all that a push would read of a source.</summary>
internal static class ImageContent
{
    public static void ReadAll(IImageSource source)
    {
        foreach (var blob in source.Root.ChildrenFirst().SelectMany(manifest => manifest.Blobs()))
        {
            if (blob.Descriptor is { } descriptor && (descriptor.Size < 0 || descriptor.Digest.Contains('/', StringComparison.Ordinal) || descriptor.Digest.Contains("..", StringComparison.Ordinal)))
            {
                throw new InvalidOperationException($"The descriptor {descriptor} was let through.");
            }

            using var content = blob.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
            content.CopyTo(Stream.Null);
        }
    }
}
