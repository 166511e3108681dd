using System;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol;

/// <summary>An error as AWS answers it. Thrown by a service, written by the protocol of that service.</summary>
internal sealed class AwsError : Exception
{
    public AwsError(string code, string message, int statusCode = 400, JsonObject? members = null)
        : base(message)
    {
        Code = code;
        StatusCode = statusCode;
        Members = members;
    }

    /// <summary>The error code on the wire, such as <c>ClusterNotFoundException</c>.</summary>
    public string Code { get; }

    public int StatusCode { get; }

    /// <summary>Members of the error in the model, in addition to its message, or null.</summary>
    public JsonObject? Members { get; }
}
