namespace EcsTools;

/// <content>Images and archives.</content>
public static partial class ErrorCodes
{
    private const string ImagesArea = "Images and archives";

    /// <summary>An image archive holds several images and the command names none of them, or it does not hold the image that the command names.</summary>
    /// <remarks>Choose one with -Image, as the error lists them.</remarks>
    public static readonly ErrorCode ArchiveHoldsSeveralImages = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>Content that was read or received does not have the digest that it should have.</summary>
    /// <remarks>Run the command again; build or save the image again if it keeps failing.</remarks>
    public static readonly ErrorCode DigestMismatch = Define(ImagesArea, ErrorKind.Failed);

    /// <summary>A value is not a valid name for an image.</summary>
    /// <remarks>Write <c>[host[:port]/]name[:tag]</c>.</remarks>
    public static readonly ErrorCode ImageNameInvalid = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>The image cannot be read completely from the engine or the disk.</summary>
    /// <remarks>Check that nothing changes or removes the image, then run the command again.</remarks>
    public static readonly ErrorCode ImageSourceUnreadable = Define(ImagesArea, ErrorKind.Failed);

    /// <summary>A value is not the name of an image in a registry.</summary>
    /// <remarks>Write <c>[host[:port]/]repository[:tag]</c>, such as <c>public.ecr.aws/nginx/nginx:stable</c>.</remarks>
    public static readonly ErrorCode InvalidImageName = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>An OCI layout holds several images and the command names none of them, or it does not hold the image that the command names.</summary>
    /// <remarks>Choose one with -Image as the error lists them, or the platform with -Platform.</remarks>
    public static readonly ErrorCode LayoutHoldsSeveralImages = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>An OCI layout holds a document that cannot be read, or a link that leads out of it.</summary>
    /// <remarks>Write the layout again with the tool that made it.</remarks>
    public static readonly ErrorCode LayoutDamaged = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>An OCI layout holds an index, but not all the images that the index lists.</summary>
    /// <remarks>Choose a platform that the layout holds with -Platform, or save the image with all its platforms.</remarks>
    public static readonly ErrorCode LayoutIncomplete = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>The manifest of an image is damaged or of a kind that is not supported.</summary>
    /// <remarks>Build or save the image again in the OCI or Docker format.</remarks>
    public static readonly ErrorCode ManifestNotSupported = Define(ImagesArea, ErrorKind.Failed);

    /// <summary>The command does not say what to push.</summary>
    /// <remarks>Give -Path (a folder or an archive) or -Image (an image of the Docker engine).</remarks>
    public static readonly ErrorCode NoImageSource = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>A file or folder does not hold an image.</summary>
    /// <remarks>Give a folder with a Dockerfile, an OCI layout, or a file that <c>docker save</c> wrote.</remarks>
    public static readonly ErrorCode NotAnImageArchive = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>Both -Path and -LiteralPath were given.</summary>
    /// <remarks>Give one of them.</remarks>
    public static readonly ErrorCode PathGivenTwice = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>-Path matches several files or folders, and the command takes one.</summary>
    /// <remarks>Give one path, or pipe the files to the command.</remarks>
    public static readonly ErrorCode PathNamesSeveral = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a platform.</summary>
    /// <remarks>Write it as <c>linux/amd64</c> or <c>linux/arm64</c>.</remarks>
    public static readonly ErrorCode PlatformInvalid = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>An image does not exist for the platform that was asked for.</summary>
    /// <remarks>Choose one of the image's platforms with -Platform, or leave it out.</remarks>
    public static readonly ErrorCode PlatformNotFound = Define(ImagesArea, ErrorKind.NotFound);

    /// <summary>-CompressionLevel was given with -Transport Engine, where the engine compresses.</summary>
    /// <remarks>Leave out one of the two parameters.</remarks>
    public static readonly ErrorCode TransportHasItsOwnCompression = Define(ImagesArea, ErrorKind.InvalidArgument);

    /// <summary>-Transport Engine was given for an image that the Docker engine cannot push.</summary>
    /// <remarks>Leave out -Transport.</remarks>
    public static readonly ErrorCode TransportNeedsEngine = Define(ImagesArea, ErrorKind.Unsuitable);
}
