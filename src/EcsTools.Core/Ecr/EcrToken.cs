using System;
using System.Text;

namespace EcsTools.Ecr;

/// <summary>User name and password of a registry, for a time. Never printed.</summary>
/// <param name="Host">Host and port of the registry.</param>
/// <param name="UserName">The user name: <c>AWS</c>.</param>
/// <param name="Password">The password.</param>
/// <param name="ExpiresAt">When it ends, in UTC.</param>
internal sealed record EcrToken(string Host, string UserName, string Password, DateTimeOffset ExpiresAt)
{
    /// <summary>As HTTP Basic takes it.</summary>
    public string Basic => Convert.ToBase64String(Encoding.UTF8.GetBytes(UserName + ":" + Password));

    public override string ToString() => $"{UserName} at {Host} until {ExpiresAt:u}";
}
