namespace EcsTools.Compose.Yaml;

/// <summary>The limits of a compose file. They stop a file that is small but has aliases of aliases.</summary>
internal static class YamlLimits
{
    /// <summary>The most bytes of one file.</summary>
    public const int LongestFile = 1 << 20;

    /// <summary>The most lists and mappings inside each other.</summary>
    public const int Deepest = 64;

    /// <summary>The most values of one file, with each alias counted as often as it is used.</summary>
    public const long MostValues = 100_000;
}
