namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The image of a container in a service revision.</summary>
internal sealed class RevisionImage
{
    public RevisionImage(string container, string image)
    {
        Container = container;
        Image = image;
    }

    public string Container { get; }

    public string Image { get; }

    /// <summary>The digest that the first task of the deployment found, or null.</summary>
    public string? Digest { get; set; }
}
