using System.Collections.Generic;

namespace EcsTools.Sandbox.Registry;

/// <summary>How deleting one image identifier ended.</summary>
/// <param name="Deleted">What is gone: pairs of a digest and a tag, or a digest alone where the image had no tag.</param>
/// <param name="Failure">Why nothing is gone, or null.</param>
internal sealed record ImageDeletion(IReadOnlyList<(string Digest, string? Tag)> Deleted, ImageFailure? Failure);

/// <summary>Why an operation did not apply to an image identifier, in the codes of the ECR API (service model: ImageFailureCode).</summary>
internal sealed record ImageFailure(string Code, string Reason)
{
    public static readonly ImageFailure NotFound = new("ImageNotFound", "Requested image not found");
}
