using System;
using System.Text;

namespace EcsTools.Ecr;

/// <summary>Temporary user name and password for a registry. Never printed.</summary>
/// <param name="Host">Host and port of the registry.</param>
/// <param name="UserName">The user name: <c>AWS</c>.</param>
/// <param name="Password">The password.</param>
/// <param name="ExpiresAt">When it expires, in UTC.</param>
internal sealed record EcrToken(string Host, string UserName, string Password, DateTimeOffset ExpiresAt)
{
    /// <summary>The value for HTTP Basic authentication.</summary>
    public string Basic => Convert.ToBase64String(Encoding.UTF8.GetBytes(UserName + ":" + Password));

    public override string ToString() => $"{UserName} at {Host} until {ExpiresAt:u}";
}
