using System.Management.Automation;
using EcsTools.Commands.Registry;
using EcsTools.Images.Credentials;

namespace EcsTools.Commands.Tasks;

/// <summary>Reads -PullCredential: the name or ARN of a secret, or a credential.</summary>
internal static class PullCredentialArgument
{
    /// <summary>The secret or the login. Both are null if the parameter was not given.</summary>
    public static (string? Secret, RegistryCredential? Login) Parse(object? value)
        => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            null => (null, null),
            PSCredential credential => (null, GivenCredential.For("", credential)),
            string { Length: > 0 } secret => (secret, null),
            var other => throw new EcsToolsException(
                ErrorCode.InvalidValue("PullCredential"),
                $"'{other}' is neither a secret nor a credential.",
                "Give the name or ARN of a secret, or a user name and password: -PullCredential (Get-Credential)",
                "PullCredential",
                other),
        };
}
