using System.Collections.Generic;

namespace EcsTools.Sandbox.Registry;

/// <summary>The result of deleting one image identifier.</summary>
/// <param name="Deleted">What was deleted: pairs of a digest and a tag, or only a digest if the image had no tag.</param>
/// <param name="Failure">Why nothing was deleted, or null.</param>
internal sealed record ImageDeletion(IReadOnlyList<(string Digest, string? Tag)> Deleted, ImageFailure? Failure);

/// <summary>Why an operation did not apply to an image identifier, in the codes of the ECR API (service model: ImageFailureCode).</summary>
internal sealed record ImageFailure(string Code, string Reason)
{
    public static readonly ImageFailure NotFound = new("ImageNotFound", "Requested image not found");
}
