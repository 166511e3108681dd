namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>A header line, as places in the bytes that it was read from.</summary>
internal readonly record struct HeaderField(HeaderName Name, int NameStart, int NameLength, int ValueStart, int ValueLength);
