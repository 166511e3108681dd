using System;

namespace EcsTools.Sandbox.Http;

/// <summary>A request that is not valid HTTP, or is larger than it may be. It is answered with a status, and its connection ends.</summary>
internal sealed class HttpRefusal : Exception
{
    public HttpRefusal(string message, int status = 400)
        : base(message)
    {
        Status = status;
    }

    public int Status { get; }
}
