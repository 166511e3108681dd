using System.Collections.Generic;

namespace EcsTools.Sandbox.Cloud;

/// <summary>A service of the cloud whose resources the Resource Groups Tagging API lists.</summary>
internal interface ITaggedResources
{
    /// <summary>Its resources and their tags, those without a tag too.</summary>
    IReadOnlyList<TaggedResource> Tagged();
}

/// <summary>A resource with its tags.</summary>
internal sealed record TaggedResource(string Arn, IReadOnlyList<KeyValuePair<string, string>> Tags);
