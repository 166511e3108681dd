namespace EcsTools.Images.Compression;

/// <summary>A run of literal bytes, followed by a copy of earlier bytes.</summary>
/// <param name="Literals">Number of literal bytes.</param>
/// <param name="Length">Number of copied bytes; 0 at the end of a piece.</param>
/// <param name="Distance">How far back the copied bytes are, minus one.</param>
internal readonly record struct DeflateSequence(int Literals, ushort Length, ushort Distance);
