namespace EcsTools.Aws;

/// <summary>How often AWS allows an account to call in a region: a token bucket that a group of operations shares.</summary>
/// <param name="Name">AWS's name of the group.</param>
/// <param name="Burst">Number of calls at once when the bucket is full.</param>
/// <param name="PerSecond">Number of calls per second after that.</param>
internal sealed record ApiRate(string Name, double Burst, double PerSecond);
