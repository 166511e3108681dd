namespace EcsTools.Compose.Mapping;

/// <summary>Where secrets are that are given by name.</summary>
/// <param name="Partition">Partition of the region, such as <c>aws</c>.</param>
/// <param name="Region">The region; null if it is not known.</param>
/// <param name="Account">Id of the account; null if it is not known.</param>
internal sealed record SecretScope(string Partition, string? Region, string? Account);
