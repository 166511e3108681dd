namespace EcsTools.Images.Oci;

/// <summary>Translates the engine's names of processors and systems to those of a task definition's runtimePlatform.</summary>
internal static class PlatformNames
{
    public static string Architecture(string? engine) => engine switch
    {
        "amd64" or "x86_64" => "X86_64",
        "arm64" or "aarch64" => "ARM64",
        _ => engine ?? "",
    };

    public static string OperatingSystem(string? engine) => engine switch
    {
        "linux" => "LINUX",
        "windows" => "WINDOWS",
        _ => engine ?? "",
    };
}
