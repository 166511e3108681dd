namespace EcsTools.Images;

/// <summary>What a manifest says of a blob: its media type, its digest (<c>sha256:…</c>) and its size in bytes.</summary>
internal sealed record Descriptor(string MediaType, string Digest, long Size);

/// <summary>What an image was made for, in the words of an OCI index.</summary>
internal sealed record ImagePlatform(string Os, string Architecture, string? Variant)
{
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
