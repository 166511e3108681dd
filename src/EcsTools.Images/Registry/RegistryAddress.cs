using System;
using System.Net;

namespace EcsTools.Images.Registry;

/// <summary>Where a registry is: host and port as image names carry them, and the scheme they imply.</summary>
internal sealed record RegistryAddress(string Host)
{
    /// <summary>Plain HTTP for a loopback host, as Docker takes it for insecure; HTTPS for any other.</summary>
    public Uri BaseUri => new($"{(IsLoopback ? "http" : "https")}://{Host}/");

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLoopback
    {
        get
        {
            var name = new Uri("http://" + Host + "/").Host.Trim('[', ']');
            return string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
        }
    }
}
