using System;
using Docker.DotNet.Models;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Images.Engine;

/// <summary>Reads the messages of an engine during a push.</summary>
internal sealed class EnginePushReport : IProgress<JSONMessage>
{
    private readonly string _activity;
    private readonly IProgress<OperationProgress>? _progress;
    private string? _error;

    public EnginePushReport(string activity, IProgress<OperationProgress>? progress)
    {
        _activity = activity;
        _progress = progress;
    }

    /// <summary>Digest of the manifest, once the engine has reported it.</summary>
    public string? Digest { get; private set; }

    public void Report(JSONMessage value)
    {
        _error ??= value.Error?.Message ?? (string.IsNullOrEmpty(value.ErrorMessage) ? null : value.ErrorMessage);
        if (value.Aux?.ExtensionData is { } aux && aux.TryGetValue("Digest", out var digest))
        {
            Digest = digest?.ToString();
        }

        if (string.IsNullOrEmpty(value.Status))
        {
            return;
        }

        var total = value.Progress?.Total ?? 0;
        int? percent = total > 0 ? (int)Math.Min(100, value.Progress!.Current * 100 / total) : null;
        _progress?.Report(string.IsNullOrEmpty(value.ID)
            ? new OperationProgress(_activity, value.Status)
            : new OperationProgress(_activity, value.Status, percent, value.ID, IsDone(value.Status)));
    }

    public void Complete() => _progress?.Report(new OperationProgress(_activity, "Done", 100, Completed: true));

    public EcsToolsException Failure(string reference)
    {
        var why = _error ?? "the engine ended the push without a digest";
        var words = new MessageWords(why);
        var denied = words.Say("no basic auth", "denied", "unauthorized", "HTTP401", "HTTP403");
        return new EcsToolsException(
            ErrorCodes.EnginePushFailed with { Kind = denied ? ErrorKind.PermissionDenied : ErrorKind.Failed },
            $"The Docker engine could not push '{reference}': {why}",
            denied ? "Check that the credential is for this registry and allows to push to this repository."
            : words.Say("does not exist", "name unknown", "EOF")
                ? $"Create the repository first: Initialize-EcrRepository {Reference.TryParse(reference)?.Repository ?? "<repository>"}"
            : "Check that the engine itself, not only this shell, can reach the registry.",
            "Image",
            reference);
    }

    private static bool IsDone(string status) =>
        status is "Pushed" or "Layer already exists" || status.StartsWith("Mounted from", StringComparison.Ordinal);
}
