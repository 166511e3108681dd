using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>A structure that takes its members off the wire, one at a time; it ignores names it does not know.</summary>
internal interface IWireReadable
{
    void Read(string name, WireReader r);
}
