using EcsTools.Failures.Rules;

namespace EcsTools.Checks;

/// <summary>What to say of an image that is not in its repository.</summary>
internal static class MissingImage
{
    public static string Message(string container, string image) => $"The image {image} of the container '{container}' is not in its repository.";

    public static string Remedy(ImageFacts facts, string family) => facts.Nearest.Count > 0
        ? $"Push the image, or register the task definition with another one. There are: {string.Join(", ", facts.Nearest)}."
        : $"Push the image: Push-EcrImage <folder> -RepositoryName {facts.Repository}, or register '{family}' with another one.";
}
