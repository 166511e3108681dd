namespace EcsTools.Images.Sources;

/// <summary>Who sends an image's layers to the registry.</summary>
public enum ImageTransport
{
    /// <summary>
    /// Whichever is quicker: the engine where few small layers of an image of its own are missing, and this process cannot read them on disk.
    /// </summary>
    Auto,

    /// <summary>This process.</summary>
    Direct,

    /// <summary>The Docker engine that has the image, as <c>docker push</c> does, with a credential for this push only.</summary>
    Engine,
}
