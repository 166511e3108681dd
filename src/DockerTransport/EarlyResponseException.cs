using System;
using System.IO;

namespace EcsTools.DockerTransport;

/// <summary>The engine answered and stopped reading while the request was still being sent.</summary>
internal sealed class EarlyResponseException : IOException
{
    public EarlyResponseException(byte[] answer, Exception cause)
        : base("The Docker engine answered before it had read the whole request.", cause) => Answer = answer;

    /// <summary>The bytes of the answer, head and body.</summary>
    public byte[] Answer { get; }
}
