using System;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>Members that the published package turns from epoch milliseconds into a DateTime.</summary>
internal static class EpochMilliseconds
{
    public static long? From(DateTime? value) =>
        value is { } time ? (long)(time.ToUniversalTime() - Wire.Epoch).TotalMilliseconds : null;

    public static DateTime? Read(WireReader r) => r.Long() is { } milliseconds ? Wire.Epoch.AddMilliseconds(milliseconds) : null;
}
