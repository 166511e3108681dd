using System.Management.Automation;
using EcsTools.Images.Credentials;

namespace EcsTools.Commands.Registry;

/// <summary>Converts the credential of a parameter.</summary>
internal static class GivenCredential
{
    /// <param name="registry">The registry that it is for.</param>
    /// <param name="credential">The user and password; may be null.</param>
    public static RegistryCredential? For(string registry, PSCredential? credential)
        => credential is null
            ? null
            : new RegistryCredential
            {
                Registry = registry,

                // Without a domain: Windows would cut the name at a backslash, and PowerShell may put one before it.
                UserName = credential.UserName.TrimStart('\\'),
                Password = credential.GetNetworkCredential().Password,
            };
}
