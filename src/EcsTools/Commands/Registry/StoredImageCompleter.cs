using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline.Completion;
using EcsTools.Usage;

namespace EcsTools.Commands.Registry;

/// <summary>Completes something of the images in the repository on the command line.</summary>
public abstract class StoredImageCompleter : AwsCompleter
{
    private const int Maximum = 1000;

    /// <summary>The words that an image gives, each with a tool tip.</summary>
    /// <param name="image">The image.</param>
    protected abstract IEnumerable<KeyValuePair<string, string>> Words(EcrStoredImage image);

    /// <inheritdoc/>
    protected override string Scope(IDictionary bound) => Text(bound, "RepositoryName") ?? "";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var words = new List<KeyValuePair<string, string>>();
        if (scope.Length == 0)
        {
            return words;
        }

        var request = new FindImagesRequest { RepositoryNames = [scope] };
        await foreach (var image in new EcrImageFinder(connection).FindAsync(request, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            words.AddRange(Words(image));
            if (words.Count >= Maximum)
            {
                break;
            }
        }

        return words;
    }

    /// <summary>What the tool tip says of an image.</summary>
    /// <param name="image">The image.</param>
    protected static string Description(EcrStoredImage image)
        => $"{string.Join(", ", image.ImageTags)} {image.ImageDigest} {ByteSize.Format(image.Size)}, pushed {image.PushedAt:yyyy-MM-dd}".TrimStart();
}

/// <summary>Completes tags of the images in the repository on the command line.</summary>
public sealed class ImageTagCompleter : StoredImageCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Words(EcrStoredImage image)
        => image.ImageTags.Select(tag => new KeyValuePair<string, string>(tag, Description(image)));
}

/// <summary>Completes digests of the images in the repository on the command line.</summary>
public sealed class ImageDigestCompleter : StoredImageCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Words(EcrStoredImage image)
        => [new KeyValuePair<string, string>(image.ImageDigest, Description(image))];
}
