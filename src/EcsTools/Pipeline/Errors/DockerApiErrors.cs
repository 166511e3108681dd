using System;
using System.Net;
using Docker.DotNet;

namespace EcsTools.Pipeline.Errors;

/// <summary>Explains the errors of the Docker engine.</summary>
internal static class DockerApiErrors
{
    public static Problem? Describe(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DockerApiException engine)
            {
                return Describe(engine);
            }
        }

        return null;
    }

    private static Problem Describe(DockerApiException engine) => engine.StatusCode switch
    {
        HttpStatusCode.NotFound => new(ErrorCodes.DockerNotFound, engine.Message, "See what the engine has: 'docker image ls', 'docker ps -a'."),
        HttpStatusCode.Conflict => new(ErrorCodes.DockerConflict, engine.Message, "Remove or rename what is in the way, then run the command again."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
            ErrorCodes.DockerDenied, engine.Message, "Check that this user is allowed to use the Docker engine and the registry that it talks to."),
        HttpStatusCode.BadRequest => new(ErrorCodes.DockerRefused, engine.Message, null),
        _ => new(ErrorCodes.DockerFailed, engine.Message, "See the log of the Docker engine."),
    };
}
