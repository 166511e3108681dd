using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>A log group.</summary>
internal sealed class LogGroup
{
    public LogGroup(string name, long creationTime, string logGroupClass)
    {
        Name = name;
        CreationTime = creationTime;
        Class = logGroupClass;
    }

    public string Name { get; }

    public long CreationTime { get; }

    public string Class { get; }

    public string? KmsKeyId { get; set; }

    /// <summary>Days for which events are kept, or null for ever.</summary>
    public long? RetentionInDays { get; set; }

    public bool DeletionProtection { get; set; }

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, LogStream> Streams { get; } = new(StringComparer.Ordinal);
}
