namespace EcsTools.Aws;

/// <summary>How often AWS lets an account call in a region: a token bucket that a group of operations shares.</summary>
/// <param name="Name">What AWS calls the group.</param>
/// <param name="Burst">Calls at once, from a full bucket.</param>
/// <param name="PerSecond">Calls a second from then on.</param>
internal sealed record ApiRate(string Name, double Burst, double PerSecond);
