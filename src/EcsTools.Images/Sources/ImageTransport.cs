namespace EcsTools.Images.Sources;

/// <summary>What sends the layers of an image to the registry.</summary>
public enum ImageTransport
{
    /// <summary>
    /// The quicker of the two. This is the engine if only few small layers of one of its images are missing and this process cannot read them on disk.
    /// </summary>
    Auto,

    /// <summary>This process.</summary>
    Direct,

    /// <summary>The Docker engine that has the image, as <c>docker push</c> does, with a credential for this push only.</summary>
    Engine,
}
