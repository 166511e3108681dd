namespace EcsTools.Sandbox.Registry;

/// <summary>A blob, as listed in a manifest.</summary>
internal sealed class BlobReference
{
    public string Digest { get; set; } = "";

    public long Size { get; set; }

    public string? MediaType { get; set; }
}
