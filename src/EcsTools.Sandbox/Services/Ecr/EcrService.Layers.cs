using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Registry;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>Layers through the API: the upload in parts that a client without the registry API uses.</summary>
internal sealed partial class EcrService
{
    /// <summary>The part size that InitiateLayerUpload tells its client to use, in bytes. A larger part is refused.</summary>
    private const long PartSize = 10 * 1024 * 1024;

    /// <summary>Parts a layer may have (ECR quota "layer parts").</summary>
    private const int PartLimit = 4200;

    private void ServeLayers()
    {
        Serve("InitiateLayerUpload", InitiateLayerUpload);
        Serve("UploadLayerPart", UploadLayerPartAsync);
        Serve("CompleteLayerUpload", CompleteLayerUpload);
        Serve("BatchCheckLayerAvailability", BatchCheckLayerAvailability);
        Serve("GetDownloadUrlForLayer", GetDownloadUrlForLayer);
    }

    private JsonObject InitiateLayerUpload(SandboxCall call)
        => new() { ["uploadId"] = Registry.StartUpload(RepositoryOf(call)).Id, ["partSize"] = PartSize };

    private async Task<JsonObject> UploadLayerPartAsync(SandboxCall call)
    {
        var upload = Registry.FindUpload(RepositoryOf(call), call.Input.Text("uploadId")!);
        var part = Convert.FromBase64String(call.Input.Text("layerPartBlob")!);
        Begin(upload);
        try
        {
            RequireNextPart(upload, call.Input.Integer("partFirstByte")!.Value, call.Input.Integer("partLastByte")!.Value, part.Length);
            using var content = new MemoryStream(part, writable: false);
            await Registry.AppendAsync(upload, content, call.CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            upload.End();
        }

        var answer = Answer(upload.Repository);
        answer["uploadId"] = upload.Id;
        answer["lastByteReceived"] = upload.Length - 1;
        return answer;
    }

    private JsonObject CompleteLayerUpload(SandboxCall call)
    {
        var upload = Registry.FindUpload(RepositoryOf(call), call.Input.Text("uploadId")!);
        Begin(upload);
        try
        {
            var (digest, existed) = Registry.Complete(upload, call.Input.Texts("layerDigests"));
            if (existed)
            {
                throw RegistryErrors.LayerExists(upload.Repository, digest);
            }

            var answer = Answer(upload.Repository);
            answer["uploadId"] = upload.Id;
            answer["layerDigest"] = digest;
            return answer;
        }
        finally
        {
            upload.End();
        }
    }

    private JsonObject BatchCheckLayerAvailability(SandboxCall call)
    {
        var name = RepositoryOf(call);
        var layers = new JsonArray();
        var failures = new JsonArray();
        foreach (var digest in call.Input.Texts("layerDigests").Distinct(StringComparer.Ordinal))
        {
            var length = ContentDigest.IsValid(digest) ? Registry.BlobLength(name, digest) : -1;
            if (!ContentDigest.IsValid(digest))
            {
                failures.Add(LayerFailure(digest));
            }
            else if (length < 0)
            {
                layers.Add(new JsonObject { ["layerDigest"] = digest, ["layerAvailability"] = "UNAVAILABLE" });
            }
            else
            {
                layers.Add(AvailableLayer(name, digest, length));
            }
        }

        // A missing repository is an error even if every digest is wrong.
        Registry.Read(name, repository => repository);
        return new JsonObject { ["layers"] = layers, ["failures"] = failures };
    }

    private JsonObject GetDownloadUrlForLayer(SandboxCall call)
    {
        var name = RepositoryOf(call);
        var digest = call.Input.Text("layerDigest")!;
        if (Registry.BlobLength(name, digest) < 0)
        {
            throw RegistryErrors.LayersNotFound(name, new[] { digest });
        }

        return FindUse(name, digest) is not null
            ? new JsonObject { ["downloadUrl"] = _downloads.UrlOf(Cloud.EndpointUrl, digest), ["layerDigest"] = digest }
            : throw RegistryErrors.LayerInaccessible(name, digest);
    }

    private JsonObject AvailableLayer(string repository, string digest, long length)
    {
        var layer = new JsonObject { ["layerDigest"] = digest, ["layerAvailability"] = "AVAILABLE", ["layerSize"] = length };
        if (FindUse(repository, digest)?.MediaType is { } mediaType)
        {
            layer["mediaType"] = mediaType;
        }

        return layer;
    }

    /// <summary>The media type with which an image of the repository uses the layer, or null if none does.</summary>
    private BlobReference? FindUse(string name, string digest)
        => Registry.Read(
            name, repository => repository.Images.Values.SelectMany(image => image.Blobs).FirstOrDefault(blob => blob.Digest == digest));

    private static JsonObject LayerFailure(string digest) => new()
    {
        ["layerDigest"] = digest,
        ["failureCode"] = digest.Length == 0 ? "MissingLayerDigest" : "InvalidLayerDigest",
        ["failureReason"] = digest.Length == 0
            ? "Invalid request parameters: layer digest cannot be empty"
            : "Invalid request parameters: layer digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    };

    private static void Begin(LayerUpload upload)
    {
        if (!upload.TryBegin())
        {
            throw RegistryErrors.LayerPartInvalid(
                upload, $"Another request is writing to the upload with id '{upload.Id}', or it has ended");
        }
    }

    private static void RequireNextPart(LayerUpload upload, long first, long last, int length)
    {
        if (upload.Parts >= PartLimit)
        {
            throw new Protocol.AwsError("LimitExceededException", $"A layer has at most {PartLimit} parts");
        }

        if (first != upload.Length)
        {
            throw RegistryErrors.LayerPartInvalid(
                upload,
                FormattableString.Invariant($"The layer part must begin at byte {upload.Length}, not at {first}"));
        }

        if (last - first + 1 != length || length > PartSize)
        {
            throw RegistryErrors.LayerPartInvalid(
                upload,
                FormattableString.Invariant($"The layer part has {length} bytes for {first}-{last}, of {PartSize} at most"));
        }
    }
}
