namespace EcsTools.Profiles;

/// <summary>
/// A long-term access key with its secret. This type is internal on purpose: the secret leaves only to the profile and, in a command's
/// output, as a SecureString.
/// </summary>
internal sealed class AccessKeyPair
{
    public AccessKeyPair(string accessKeyId, string secretAccessKey)
    {
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
    }

    public string AccessKeyId { get; }

    public string SecretAccessKey { get; }

    /// <summary>The key as text, without the secret.</summary>
    public override string ToString() => AccessKeyId;
}
