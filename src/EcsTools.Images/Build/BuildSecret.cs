using System.IO;

namespace EcsTools.Images.Build;

/// <summary>A secret that instructions of a Dockerfile mount (<c>RUN --mount=type=secret,id=…</c>) and no layer keeps.</summary>
public sealed record BuildSecret
{
    /// <summary>The id in the Dockerfile.</summary>
    public required string Id { get; init; }

    /// <summary>Full path of the file whose content it is; null where <see cref="Value"/> is.</summary>
    public string? Path { get; init; }

    /// <summary>The secret itself. Never printed.</summary>
    public string? Value { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => Id;

    internal void Check()
    {
        if (Id.Length == 0 || Id.IndexOfAny([',', '=', '"', ' ', '\n']) >= 0)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidSecretId, $"'{Id}' is not a valid id for a build secret.",
                "Use the id from the Dockerfile's --mount=type=secret, without blanks, commas or equal signs.", "Secret", Id);
        }

        if (Value is null && !File.Exists(Path))
        {
            throw new EcsToolsException(
                ErrorCodes.SecretFileNotFound, $"The file '{Path}' of the secret '{Id}' does not exist.", "Check the path.",
                "Secret", Path);
        }
    }
}
