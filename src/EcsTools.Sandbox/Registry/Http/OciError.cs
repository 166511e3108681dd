using System;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>An error of the registry API, in the form of the distribution specification.</summary>
internal sealed class OciError : Exception
{
    public OciError(int statusCode, string code, string message)
        : base(message)
    {
        StatusCode = statusCode;
        Code = code;
    }

    public int StatusCode { get; }

    public string Code { get; }

    public byte[] Body => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["code"] = Code, ["message"] = Message }),
    }.ToJsonString());

    /// <summary>
    /// ECR's registry stands before its API and passes the API's messages on under codes of the specification:
    /// for example, an invalid manifest is UNSUPPORTED with the API's "Invalid parameter at 'ImageManifest'".
    /// </summary>
    public static OciError From(AwsError error)
    {
        var (status, code) = error.Code switch
        {
            "RepositoryNotFoundException" => (404, "NAME_UNKNOWN"),
            "ImageNotFoundException" => (404, "MANIFEST_UNKNOWN"),
            "UploadNotFoundException" => (404, "BLOB_UPLOAD_UNKNOWN"),
            "LayersNotFoundException" or "ReferencedImagesNotFoundException" => (400, "MANIFEST_BLOB_UNKNOWN"),
            "ImageTagAlreadyExistsException" => (400, "TAG_INVALID"),
            "ImageDigestDoesNotMatchException" => (400, "MANIFEST_INVALID"),
            "InvalidLayerException" or "EmptyUploadException" or "LayerPartTooSmallException" => (400, "BLOB_UPLOAD_INVALID"),
            "InvalidParameterException" => (405, "UNSUPPORTED"),
            _ => (error.StatusCode, "UNKNOWN"),
        };
        return new OciError(status, code, error.Message);
    }

    public static OciError BlobUnknown(string digest) => new(
        404,
        "BLOB_UNKNOWN", $"The blob with digest '{digest}' does not exist in the repository");

    public static OciError ManifestUnknown(string message = "Requested image not found") => new(404, "MANIFEST_UNKNOWN", message);

    public static OciError DigestInvalid(string? digest) => new(400, "DIGEST_INVALID", $"'{digest}' is no sha256 digest");

    public static OciError DiskFull(Exception problem) => new(StorageFailure.Status, "UNKNOWN", StorageFailure.Message(problem));

    public static OciError Unsupported(string message = "The operation is unsupported.") => new(405, "UNSUPPORTED", message);
}
