using System;
using System.Net;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>Where a listener can be reached on this machine.</summary>
/// <param name="Url">Such as <c>http://127.83.4.17</c>. It has a port if the default of the protocol does not lead there.</param>
/// <param name="Address">The address and port on loopback.</param>
internal sealed record ListenerEndpoint(Uri Url, IPEndPoint Address);
