using System;
using System.Net;

namespace Docker.DotNet;

#pragma warning disable CA1032 // The constructors are those of the published package.

/// <summary>The engine answered with an error status.</summary>
public class DockerApiException : Exception
{
    /// <summary>An error answer.</summary>
    public DockerApiException(HttpStatusCode statusCode, string? responseBody)
        : base($"Docker API responded with status code={statusCode}, response={responseBody}")
    {
        StatusCode = statusCode;
        ResponseBody = responseBody;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The body, usually <c>{"message":"..."}</c>.</summary>
    public string? ResponseBody { get; }
}

/// <summary>404 for a container.</summary>
public class DockerContainerNotFoundException : DockerApiException
{
    /// <summary>A 404 answer.</summary>
    public DockerContainerNotFoundException(HttpStatusCode statusCode, string? responseBody) : base(statusCode, responseBody)
    {
    }
}

/// <summary>404 for an image.</summary>
public class DockerImageNotFoundException : DockerApiException
{
    /// <summary>A 404 answer.</summary>
    public DockerImageNotFoundException(HttpStatusCode statusCode, string? body) : base(statusCode, body)
    {
    }
}

/// <summary>404 for a network.</summary>
public class DockerNetworkNotFoundException : DockerApiException
{
    /// <summary>A 404 answer.</summary>
    public DockerNetworkNotFoundException(HttpStatusCode statusCode, string? responseBody) : base(statusCode, responseBody)
    {
    }
}
