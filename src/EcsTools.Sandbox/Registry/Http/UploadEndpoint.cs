using System;
using System.Globalization;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>
/// Uploads of blobs. As in ECR, the response to PATCH is 201, and its Range stays at the end of the first part,
/// although later parts are stored. Without <see cref="ImageRegistry.StrictUploads"/> it follows the specification.
/// </summary>
internal sealed class UploadEndpoint
{
    private readonly ImageRegistry _registry;

    public UploadEndpoint(ImageRegistry registry)
    {
        _registry = registry;
    }

    /// <param name="context">The request.</param>
    /// <param name="repository">Name of the repository.</param>
    /// <param name="id">Id of the upload; empty for a new one.</param>
    /// <param name="mayRead">Whether the caller may read the blobs of another repository, from which one is to be mounted.</param>
    public Task HandleAsync(SandboxHttpContext context, string repository, string id, Predicate<string> mayRead)
    {
        if (id.Length == 0)
        {
            return context.Method == "POST" ? StartAsync(context, repository, mayRead) : throw OciError.Unsupported();
        }

        var upload = _registry.FindUpload(repository, id);
        return context.Method switch
        {
            "PATCH" => AppendAsync(context, upload),
            "PUT" => CompleteAsync(context, upload),
            "GET" => StatusAsync(context, upload, 204),
            "DELETE" => CancelAsync(context, upload),
            _ => throw OciError.Unsupported(),
        };
    }

    private async Task StartAsync(SandboxHttpContext context, string repository, Predicate<string> mayRead)
    {
        if (context.Query.TryGetValue("mount", out var mount) && context.Query.TryGetValue("from", out var source)
            && mayRead(source) && _registry.TryMount(repository, source, mount))
        {
            await CreatedAsync(context, repository, mount).ConfigureAwait(false);
            return;
        }

        var monolithic = context.Query.ContainsKey("digest");
        if (monolithic)
        {
            RequireDigest(context);
        }

        var upload = _registry.StartUpload(repository);
        await (monolithic ? CompleteAsync(context, upload) : StatusAsync(context, upload, 202)).ConfigureAwait(false);
    }

    private async Task AppendAsync(SandboxHttpContext context, LayerUpload upload)
    {
        Begin(upload);
        try
        {
            await ReceiveAsync(context, upload).ConfigureAwait(false);
        }
        finally
        {
            upload.End();
        }

        await StatusAsync(context, upload, _registry.StrictUploads ? 201 : 202).ConfigureAwait(false);
    }

    private async Task CompleteAsync(SandboxHttpContext context, LayerUpload upload)
    {
        var digest = RequireDigest(context);
        Begin(upload);
        try
        {
            if (context.ContentLength != 0)
            {
                await ReceiveAsync(context, upload).ConfigureAwait(false);
            }

            _registry.Complete(upload, new[] { digest }, _registry.StrictUploads);
        }
        finally
        {
            upload.End();
        }

        await CreatedAsync(context, upload.Repository, digest).ConfigureAwait(false);
    }

    private async Task ReceiveAsync(SandboxHttpContext context, LayerUpload upload)
    {
        RequireNextByte(context, upload);
        await _registry.AppendAsync(upload, context.Body, context.CancellationToken).ConfigureAwait(false);
    }

    private Task StatusAsync(SandboxHttpContext context, LayerUpload upload, int status)
    {
        var end = Math.Max(0, (_registry.StrictUploads ? upload.FirstPartLength : upload.Length) - 1);
        context.ResponseHeaders["Location"] = $"http://{context.Host}/v2/{upload.Repository}/blobs/uploads/{upload.Id}";
        context.ResponseHeaders["Range"] = FormattableString.Invariant($"0-{end}");
        context.ResponseHeaders["Docker-Upload-Uuid"] = upload.Id;
        return context.RespondAsync(status);
    }

    private Task CancelAsync(SandboxHttpContext context, LayerUpload upload)
    {
        _registry.Cancel(upload);
        return context.RespondAsync(204);
    }

    private static Task CreatedAsync(SandboxHttpContext context, string repository, string digest)
    {
        context.ResponseHeaders["Location"] = $"http://{context.Host}/v2/{repository}/blobs/{digest}";
        context.ResponseHeaders["Docker-Content-Digest"] = digest;
        return context.RespondAsync(201);
    }

    private static void Begin(LayerUpload upload)
    {
        if (!upload.TryBegin())
        {
            throw new OciError(
                400,
                "BLOB_UPLOAD_INVALID", $"Another request is writing to the upload with id '{upload.Id}', or it has ended");
        }
    }

    private static string RequireDigest(SandboxHttpContext context)
    {
        context.Query.TryGetValue("digest", out var digest);
        return ContentDigest.IsValid(digest) ? digest! : throw OciError.DigestInvalid(digest);
    }

    /// <summary>A Content-Range, "first-last" without a unit, must continue at the end of the upload.</summary>
    private static void RequireNextByte(SandboxHttpContext context, LayerUpload upload)
    {
        if (context.Header("Content-Range") is not { } header)
        {
            return;
        }

        var range = header.Replace("bytes ", "").Split('/')[0].Split('-');
        if (range.Length != 2
            || !long.TryParse(range[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(range[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || (context.ContentLength is { } length && last - first + 1 != length))
        {
            throw new OciError(400, "BLOB_UPLOAD_INVALID", $"Content-Range '{header}' does not describe the body");
        }

        if (first != upload.Length)
        {
            throw new OciError(
                416, "BLOB_UPLOAD_INVALID", FormattableString.Invariant($"The upload continues at byte {upload.Length}, not {first}"));
        }
    }
}
