using System.IO;

namespace EcsTools.Images.Build;

/// <summary>A secret that instructions of a Dockerfile mount (<c>RUN --mount=type=secret,id=…</c>). It is not stored in any layer.</summary>
public sealed record BuildSecret
{
    /// <summary>The id in the Dockerfile.</summary>
    public required string Id { get; init; }

    /// <summary>Full path of the file that contains the secret; null if <see cref="Value"/> is set.</summary>
    public string? Path { get; init; }

    /// <summary>The secret itself. Never printed.</summary>
    public string? Value { get; init; }

    /// <summary>Returns a text without the secret.</summary>
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
