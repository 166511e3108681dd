namespace EcsTools.Aws.Changes;

/// <summary>The short name of a resource.</summary>
internal static class ResourceName
{
    /// <summary>The last part of an ARN, or the text itself if it is a plain name.</summary>
    public static string Of(string arnOrName) => arnOrName.Substring(arnOrName.LastIndexOf('/') + 1);
}
