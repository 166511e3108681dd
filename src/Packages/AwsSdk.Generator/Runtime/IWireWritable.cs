using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>A structure that can put its body members on the wire.</summary>
internal interface IWireWritable
{
    void Write(WireWriter w);
}
