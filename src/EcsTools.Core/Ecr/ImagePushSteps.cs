using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Images.Push;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>What a push does, as steps of a plan.</summary>
public static class ImagePushSteps
{
    /// <summary>The plan of a push.</summary>
    /// <param name="push">The push.</param>
    /// <param name="region">Region of the repository; null for another registry.</param>
    /// <param name="before">What is done to the repository first.</param>
    public static EcsPlan ToPlan(PushPlan push, string? region, IEnumerable<EcsPlanStep> before)
    {
        var image = $"{push.Request.RepositoryName}:{string.Join(", ", push.Tags)}";
        return new EcsPlan
        {
            Action = EcsPlanAction.None,
            ResourceType = "Image",
            ResourceName = image,
            Region = region,
            Title = $"Push {image}{(region is null ? "" : $" in {region}")}",
            Steps =
            [
                .. before,
                EcsPlanStep.Of(push.HasChanges ? EcsPlanAction.Create : EcsPlanAction.None, "Image", image, push.Description),
                .. push.MovedTags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => EcsPlanStep.Of(
                    EcsPlanAction.Update, "ImageTag", tag.Key, $"move the tag {tag.Key} from {tag.Value}")),
            ],
        };
    }
}
