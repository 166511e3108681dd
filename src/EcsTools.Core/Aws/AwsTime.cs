using System;

namespace EcsTools.Aws;

/// <summary>Converts times of the SDK, which are UTC whatever their kind says.</summary>
internal static class AwsTime
{
    public static DateTimeOffset? From(DateTime? time) => time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : null;
}
