namespace EcsTools.Images.Compression;

/// <summary>Bytes that are written as they are, and then some that were there before.</summary>
/// <param name="Literals">Bytes as they are.</param>
/// <param name="Length">Bytes that repeat; 0 at the end of a piece.</param>
/// <param name="Distance">How far back they were, less one.</param>
internal readonly record struct DeflateSequence(int Literals, ushort Length, ushort Distance);
