using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Registry;

/// <summary>
/// Errors of ECR, with its codes and texts. The registry API returns the same errors with the codes of the distribution
/// specification (<see cref="Http.OciError"/>), as in ECR.
/// </summary>
internal static class RegistryErrors
{
    private const string Registry = "the registry with id '" + SandboxCloud.AccountId + "'";

    public static AwsError Invalid(string parameter, string constraint)
        => new("InvalidParameterException", $"Invalid parameter at '{parameter}' failed to satisfy constraint: '{constraint}'");

    /// <summary>The error of ECR for a manifest that it cannot read, for any reason.</summary>
    public static AwsError InvalidManifest() => Invalid("ImageManifest", "Invalid JSON syntax");

    public static AwsError ManifestTooLong() => Invalid("imageManifest", "Member must have length less than or equal to 4194304");

    public static AwsError RepositoryNotFound(string repository)
        => new("RepositoryNotFoundException", $"The repository with name '{repository}' does not exist in {Registry}");

    public static AwsError RepositoryExists(string repository)
        => new("RepositoryAlreadyExistsException", $"The repository with name '{repository}' already exists in {Registry}");

    public static AwsError RepositoryNotEmpty(string repository)
        => new(
            "RepositoryNotEmptyException",
            $"The repository with name '{repository}' in registry with id '{SandboxCloud.AccountId}' cannot be deleted because it still contains images");

    public static AwsError ImageNotFound(string repository, string? digest, string? tag)
        => new(
            "ImageNotFoundException",
            $"The image with imageId {ImageId(digest, tag)} does not exist within the repository with name '{repository}' in {Registry}");

    public static AwsError ImageExists(string repository, string digest, string? tag)
        => new(
            "ImageAlreadyExistsException",
            $"Image with digest '{digest}' and tag '{tag ?? "null"}' already exists in the repository with name '{repository}' in "
            + $"registry with id '{SandboxCloud.AccountId}'");

    public static AwsError TagExists(string repository, string tag)
        => new(
            "ImageTagAlreadyExistsException",
            $"The image tag '{tag}' already exists in the '{repository}' repository and cannot be overwritten because the tag is immutable.");

    public static AwsError DigestDiffers(string repository, string digest)
        => new(
            "ImageDigestDoesNotMatchException",
            $"The image with digest '{digest}' in repository '{repository}' and registry ID '{SandboxCloud.AccountId}' does not match "
            + "the image digest that Amazon ECR has calculated.");

    public static AwsError LayersNotFound(string repository, IEnumerable<string> digests)
        => new(
            "LayersNotFoundException",
            $"Layers with digests '[{string.Join(", ", digests)}]' required for pushing image into repository with name "
            + $"'{repository}' in {Registry} do not exist");

    public static AwsError ReferencedImagesNotFound(string repository, IEnumerable<string> digests)
        => new(
            "ReferencedImagesNotFoundException",
            $"Images with digests '[{string.Join(", ", digests)}]' required for pushing image into repository with name "
            + $"'{repository}' in {Registry} do not exist");

    public static AwsError UploadNotFound(string repository, string id)
        => new(
            "UploadNotFoundException",
            $"The upload with id '{id}' in the repository with name '{repository}' in registry with id '{SandboxCloud.AccountId}' does not exist");

    public static AwsError UploadEmpty(string repository, string id)
        => new(
            "EmptyUploadException",
            $"The upload with id '{id}' in the repository with name '{repository}' in registry with id '{SandboxCloud.AccountId}' "
            + "cannot be completed because it does not have any parts");

    public static AwsError LayerPartInvalid(LayerUpload upload, string message)
        => new("InvalidLayerPartException", message, members: new JsonObject
        {
            ["registryId"] = SandboxCloud.AccountId,
            ["repositoryName"] = upload.Repository,
            ["uploadId"] = upload.Id,
            ["lastValidByteReceived"] = upload.Length - 1,
        });

    public static AwsError LayerPartTooSmall()
        => new("LayerPartTooSmallException", "All layer parts except the last part should be at least 5MB");

    public static AwsError LayerInvalid()
        => new("InvalidLayerException", "None of the provided layer digests match the calculated layer digest");

    public static AwsError LayerExists(string repository, string digest)
        => new(
            "LayerAlreadyExistsException",
            $"The layer with digest '{digest}' already exists in the repository with name '{repository}' in {Registry}");

    public static AwsError LayerInaccessible(string repository, string digest)
        => new(
            "LayerInaccessibleException",
            $"The layer with digest '{digest}' in the repository with name '{repository}' in {Registry} is not associated with an image");

    public static string ImageId(string? digest, string? tag) => $"{{imageDigest:'{digest ?? "null"}', imageTag:'{tag ?? "null"}'}}";
}
