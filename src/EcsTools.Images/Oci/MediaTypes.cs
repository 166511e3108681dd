namespace EcsTools.Images.Oci;

/// <summary>Media types of images: Docker's schema 2 and the OCI image specification.</summary>
internal static class MediaTypes
{
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    public const string OciLayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string OciLayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";

    /// <summary>All manifest types, for an Accept header.</summary>
    public static readonly string[] Manifests = { OciIndex, DockerManifestList, OciManifest, DockerManifest };

    public static bool IsGzipLayer(string mediaType) => mediaType is DockerLayerGzip or OciLayerGzip;

    /// <summary>Whether a layer must not be distributed: it stays at the URLs in its descriptor.</summary>
    public static bool IsForeign(string mediaType)
        => mediaType.IndexOf(".foreign.", System.StringComparison.Ordinal) >= 0
            || mediaType.IndexOf("nondistributable", System.StringComparison.Ordinal) >= 0;

    /// <summary>Whether a layer is encrypted. Source: the layer encryption of containerd's imgcrypt, which skopeo and buildah write too.</summary>
    public static bool IsEncrypted(string mediaType) => mediaType.EndsWith("+encrypted", System.StringComparison.Ordinal);

    /// <summary>Whether it is a manifest in schema 1, which registries no longer accept.</summary>
    public static bool IsSchema1(string mediaType)
        => mediaType.StartsWith("application/vnd.docker.distribution.manifest.v1+", System.StringComparison.Ordinal);

    public static bool IsImageConfig(string mediaType) => mediaType is OciConfig or DockerConfig;

    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerManifestList;
}
