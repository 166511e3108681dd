using System;
using System.Reflection;
using System.Threading.Tasks;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>
/// Credentials that another module holds in a type of its own copy of the AWS SDK. They are read through their members each time they are
/// needed, so a refresh by the other module takes effect here.
/// </summary>
internal sealed class DuckTypedCredentials : AWSCredentials
{
    private readonly object _source;
    private readonly MethodInfo _getCredentials;

    private DuckTypedCredentials(object source, MethodInfo getCredentials)
    {
        _source = source;
        _getCredentials = getCredentials;
    }

    /// <summary>
    /// Wraps an object with <c>GetCredentials()</c>, or an object with such an object in <c>Credentials</c>, as in AWS.Tools.
    /// </summary>
    public static AWSCredentials From(object credential)
    {
        if (credential is AWSCredentials own)
        {
            return own;
        }

        var source = Member(credential, "Credentials") ?? credential;
        var method = source.GetType().GetMethod("GetCredentials", Type.EmptyTypes);
        return method is null ? throw NotCredentials(credential, null) : new DuckTypedCredentials(source, method);
    }

    public override ImmutableCredentials GetCredentials()
    {
        object? keys;
        try
        {
            keys = _getCredentials.Invoke(_source, null);
        }
        catch (TargetInvocationException failed)
        {
            throw new EcsToolsException(
                ErrorCodes.CredentialsFailed,
                $"The credentials of this session cannot be read: {failed.InnerException?.Message}",
                "Set them again with Set-AWSCredential, or choose a profile with -ProfileName.",
                "Credential",
                inner: failed.InnerException);
        }

        if (keys is null || Member(keys, "AccessKey") is not string accessKey || Member(keys, "SecretKey") is not string secretKey)
        {
            throw NotCredentials(_source, keys);
        }

        var token = Member(keys, "Token") as string;
        return new ImmutableCredentials(accessKey, secretKey, string.IsNullOrEmpty(token) ? null : token);
    }

    // The other SDK may call STS to read its credentials, so run it on another thread.
    public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.Run(GetCredentials);

    private static object? Member(object instance, string name)
        => instance.GetType()
            .GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?.GetValue(instance);

    private static EcsToolsException NotCredentials(object credential, object? keys)
        => new(
            ErrorCodes.NotCredentials,
            $"An object of type {(keys ?? credential).GetType().FullName} does not hold AWS credentials.",
            "Give a credentials object of the AWS Tools for PowerShell, or a PSCredential with the access key id as its user name.",
            "Credential");
}
