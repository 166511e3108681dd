using System;
using System.Linq;

namespace EcsTools.Profiles;

/// <summary>
/// The section of a profile in the config file: <c>[default]</c>, or <c>[profile name]</c> with quotes if the name contains a space.
/// </summary>
internal static class ProfileSection
{
    private const string Marker = "profile";

    /// <summary>The section a profile is written to.</summary>
    public static string Header(string name)
        => name == "default" ? name : name.Any(letter => letter is ' ' or '\t') ? $"{Marker} '{name}'" : $"{Marker} {name}";

    /// <summary>The profile that a section belongs to; null if it belongs to none, such as an <c>[sso-session …]</c>.</summary>
    public static string? NameOf(string section)
    {
        if (section == "default")
        {
            return section;
        }

        if (!section.StartsWith(Marker + " ", StringComparison.Ordinal) && !section.StartsWith(Marker + "\t", StringComparison.Ordinal))
        {
            return null;
        }

        var name = section.Substring(Marker.Length).Trim(' ', '\t');
        return name.Length > 1 && name[0] is '\'' or '"' && name[name.Length - 1] == name[0] ? name.Substring(1, name.Length - 2) : name;
    }

    /// <summary>Rejects a name that some reader of the files would misread or not find.</summary>
    /// <exception cref="EcsToolsException"><c>InvalidProfileName</c>.</exception>
    public static void Check(string name)
    {
        var reason = name.Trim().Length == 0 ? "it is empty"
            : name != name.Trim() ? "it begins or ends with a space"
            : name.Any(letter => char.IsControl(letter) || letter is '[' or ']' or '\'' or '"' or '\\')
                ? "it contains a bracket, quote, backslash or control character"
            : name == "DEFAULT" ? "a section of that name gives its settings to every profile; the default profile is 'default'"
            : null;
        if (reason is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidProfileName, $"'{name}' cannot be a profile name: {reason}.",
                "Use letters, digits, '-', '_', '.' or '@'.", "ProfileName", name);
        }
    }
}
