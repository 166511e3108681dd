namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>What the targets of a group have done since the host began.</summary>
/// <param name="Requests">Requests sent to a target.</param>
/// <param name="Answers2xx">Answers by status.</param>
/// <param name="Answers3xx">Answers by status.</param>
/// <param name="Answers4xx">Answers by status.</param>
/// <param name="Answers5xx">Answers by status.</param>
/// <param name="ConnectionErrors">Connections that could not be made.</param>
internal sealed record GroupCounts(long Requests, long Answers2xx, long Answers3xx, long Answers4xx, long Answers5xx, long ConnectionErrors);
