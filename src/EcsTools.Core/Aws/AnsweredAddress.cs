using System;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>Checks an address that an AWS API puts into its answer, such as that of a registry, a download or a stream.</summary>
internal static class AnsweredAddress
{
    /// <summary>Returns the address if something may be sent to it.</summary>
    /// <param name="text">The address.</param>
    /// <param name="client">The client that got it. Only an endpoint on this machine may name another address on this machine.</param>
    /// <param name="what">What is there, for the error, such as <c>the registry</c>.</param>
    /// <exception cref="EcsToolsException">AddressRefused.</exception>
    public static Uri Require(string? text, IClientConfig client, string what)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0 || address.UserInfo.Length > 0)
        {
            throw Refused(UntrustedText.Sanitize(text ?? ""), what, "which is not an address");
        }

        if (!WebAddress.IsConfidential(address))
        {
            throw Refused(WebAddress.Origin(address), what, "which is not encrypted");
        }

        var isHere = client.ServiceURL is { } endpoint && WebAddress.IsLoopback(new Uri(endpoint));
        return WebAddress.IsUnrouted(address) || (!isHere && WebAddress.IsLoopback(address))
            ? throw Refused(WebAddress.Origin(address), what, "which AWS cannot know")
            : address;
    }

    private static EcsToolsException Refused(string address, string what, string why)
        => new(
            ErrorCodes.AddressRefused,
            $"The API names {address} for {what}, {why}. Nothing was sent there.",
            "Check -EndpointUrl, and the proxies between this machine and AWS: one of them changes the answers.",
            "EndpointUrl",
            address);
}
