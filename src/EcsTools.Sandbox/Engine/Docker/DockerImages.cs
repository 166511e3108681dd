using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>Images that an engine has.</summary>
internal static class DockerImages
{
    /// <summary>An image by its name or id, or null if the engine does not have it.</summary>
    public static async Task<ImageInspectResponse?> FindImageAsync(this IDockerClient docker, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await docker.Images.InspectImageAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes a name, and with its last name the image. What is in use or gone stays as it is.</summary>
    public static async Task RemoveImageAsync(this IDockerClient docker, string name)
    {
        try
        {
            await docker.Images.DeleteImageAsync(name, new ImageDeleteParameters()).ConfigureAwait(false);
        }
        catch (DockerApiException)
        {
            // Someone else runs it, or has removed it.
        }
    }
}
