using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Profiles;

/// <summary>What the two shared files say about one profile.</summary>
/// <param name="Name">Profile name.</param>
/// <param name="Key">Its static access key, or null.</param>
/// <param name="Region">Its region, or null.</param>
/// <param name="OtherSources">Settings that would give it credentials other than a static access key, such as <c>role_arn</c>.</param>
internal sealed record SharedProfile(string Name, AccessKeyPair? Key, string? Region, IReadOnlyList<string> OtherSources)
{
    /// <summary>
    /// Settings that make a profile take its credentials from elsewhere, or that add to a static key what belonged only to the previous
    /// key.
    /// </summary>
    private static readonly string[] SourceKeys =
    {
        "aws_session_token", "aws_security_token", "credential_process", "credential_source", "role_arn", "source_profile",
        "sso_account_id", "sso_role_name", "sso_session", "sso_start_url", "web_identity_token_file", "login_session",
    };

    public static bool IsOtherSource(string key) => Array.IndexOf(SourceKeys, key) >= 0;

    public static IReadOnlyList<string> OtherSourcesOf(IEnumerable<string> keys)
        => keys.Where(IsOtherSource).Distinct().OrderBy(key => key, StringComparer.Ordinal).ToList();
}
