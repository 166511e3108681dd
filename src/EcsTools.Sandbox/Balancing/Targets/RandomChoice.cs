using System;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>Random numbers for choices that need no secrecy.</summary>
internal static class RandomChoice
{
#if NETSTANDARD2_0
    [ThreadStatic]
    private static Random? _random;

    public static double Next() => (_random ??= new Random(Guid.NewGuid().GetHashCode())).NextDouble();
#else
    public static double Next() => Random.Shared.NextDouble();
#endif
}
