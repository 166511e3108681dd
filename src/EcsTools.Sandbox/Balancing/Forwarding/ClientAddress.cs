using System.Globalization;
using System.Net;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Who is at the other end of a connection.</summary>
internal sealed class ClientAddress
{
    public ClientAddress(IPEndPoint peer)
    {
        Address = peer.Address.IsIPv4MappedToIPv6 ? peer.Address.MapToIPv4() : peer.Address;
        Text = Address.ToString();
        var port = peer.Port.ToString(CultureInfo.InvariantCulture);
        TextWithPort = Text.IndexOf(':') >= 0 ? $"[{Text}]:{port}" : $"{Text}:{port}";
    }

    public IPAddress Address { get; }

    public string Text { get; }

    public string TextWithPort { get; }
}
