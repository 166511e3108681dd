using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>How a timestamp is spelt.</summary>
internal enum TimeFormat
{
    UnixSeconds,
    Iso8601,
    Rfc822,
}
