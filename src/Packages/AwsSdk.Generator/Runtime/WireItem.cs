using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>Writes one element of a list or map. In a list the name is the element's index where the protocol numbers them, else null.</summary>
internal delegate void WireItem<in T>(WireWriter w, string? name, T value);
