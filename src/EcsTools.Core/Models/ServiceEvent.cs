using System;

namespace EcsTools.Models;

/// <summary>Something that happened to a service, as ECS reports it.</summary>
public sealed record ServiceEvent
{
    /// <summary>Id of the event.</summary>
    public required string EventId { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }

    /// <summary>The message without id and time.</summary>
    public override string ToString() => Message;
}
