using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Usage;

/// <summary>What to do with the images of one repository. Nothing has changed yet.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Going">Images to delete, oldest first, each with what is deleted along with it.</param>
/// <param name="Spared">Images that were selected but stay because something uses them.</param>
/// <param name="Kept">How many images stay for each other reason.</param>
/// <param name="BytesFreed">Bytes that only the deleted images use. Layers shared with other images are not counted.</param>
/// <param name="Warnings">Warnings.</param>
public sealed record RepositoryClearPlan(
    EcrRepository Repository,
    IReadOnlyList<ImageToDelete> Going,
    IReadOnlyList<KeptImage> Spared,
    IReadOnlyDictionary<string, int> Kept,
    long BytesFreed,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Whether there is anything to do.</summary>
    public bool IsNeeded => Going.Count > 0;

    /// <summary>How many images are deleted, including the images of indexes and those that belong to another image.</summary>
    public int Count => Going.Sum(image => 1 + image.Parts.Count);

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        const string type = "Image";
        return new EcsPlan
        {
            Action = EcsPlanAction.None,
            ResourceType = "Repository",
            ResourceName = Repository.RepositoryName,
            Region = Repository.Region,
            Title = $"Delete {Count} image{(Count == 1 ? "" : "s")} of ECR repository '{Repository.RepositoryName}' in {Repository.Region}, which frees "
                + ByteSize.Format(BytesFreed),
            Steps = Going.Select(image => EcsPlanStep.Of(EcsPlanAction.Delete, type, image.Image.ImageDigest, image.ToString()))
                .Concat(Spared.Select(image => EcsPlanStep.Of(EcsPlanAction.None, type, image.Image.ImageDigest, image.ToString())))
                .Concat(Kept.Select(reason => EcsPlanStep.Of(
                    EcsPlanAction.None, type, null, $"{reason.Value} {(reason.Value == 1 ? "image stays" : "images stay")}: {reason.Key}")))
                .Concat(Warnings.Select(warning => EcsPlanStep.Note(type, "! " + warning))),
        };
    }
}

/// <summary>An image to delete.</summary>
/// <param name="Image">The image, or an index.</param>
/// <param name="Parts">
/// What is deleted along with it: the images of an index, signatures and other referrers, in the order in which ECR allows it.
/// </param>
public sealed record ImageToDelete(EcrStoredImage Image, IReadOnlyList<EcrStoredImage> Parts)
{
    /// <summary>Its tags or digest, its size, when it was pushed, and what is deleted along with it.</summary>
    public override string ToString()
        => $"{ClearTexts.Name(Image)} ({ByteSize.Format(Image.Size)}, pushed {Image.PushedAt:yyyy-MM-dd})"
            + (Parts.Count == 0 ? "" : $", with {Parts.Count} that belong{(Parts.Count == 1 ? "s" : "")} to it");
}

/// <summary>An image that stays because something uses it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Users">What uses it, such as <c>service web in demo</c>.</param>
public sealed record KeptImage(EcrStoredImage Image, IReadOnlyList<string> Users)
{
    /// <summary>The image and its users.</summary>
    public override string ToString()
        => $"{ClearTexts.Name(Image)} stays: {string.Join(", ", Users.Take(3))}{(Users.Count > 3 ? $" and {Users.Count - 3} more" : "")} "
            + $"use{(Users.Count == 1 ? "s" : "")} it";
}

/// <summary>The name of an image in plans.</summary>
internal static class ClearTexts
{
    public static string Name(EcrStoredImage image)
        => image.ImageTags.Count > 0
            ? string.Join(", ", image.ImageTags.Take(3)) + (image.ImageTags.Count > 3 ? $" and {image.ImageTags.Count - 3} more tags" : "")
            : image.ImageDigest.Substring(0, Math.Min(19, image.ImageDigest.Length)) + " without a tag";
}
