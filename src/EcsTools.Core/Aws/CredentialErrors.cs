using System;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>Creates the errors for credentials that were found but cannot be used.</summary>
internal static class CredentialErrors
{
    public static EcsToolsException Explain(Exception problem, AWSCredentials credentials, AwsConnectionRequest request)
    {
        var profile = request.ProfileName ?? Environment.GetEnvironmentVariable("AWS_PROFILE");
        var where = string.IsNullOrEmpty(profile) ? "The AWS credentials" : $"The AWS credentials of profile '{profile}'";
        var named = string.IsNullOrEmpty(profile) ? "" : " --profile " + profile;
        return credentials switch
        {
            SSOAWSCredentials => Problem(
                ErrorCodes.SsoSessionExpired,
                $"{where} come from IAM Identity Center, and nobody has signed in, or the session has expired: {Line(problem)}",
                $"Sign in with 'aws sso login{named}', then run the command again."),
            LoginAWSCredentials => Problem(
                ErrorCodes.LoginSessionExpired,
                $"{where} come from 'aws login', and that session cannot be used here: {Line(problem)}",
                $"Sign in with 'aws login{named}', or export the keys with 'aws configure export-credentials{named}'."),
            ProcessCredentials => Problem(
                ErrorCodes.CredentialProcessFailed,
                $"{where} come from a credential_process, and that failed: {Line(problem)}",
                "Run the command of credential_process yourself to see its error, then correct it or its profile."),
            _ => Problem(
                ErrorCodes.CredentialsFailed,
                $"{where} cannot be read: {Line(problem)}",
                "Check the profile, or choose another one with -ProfileName."),
        };

        EcsToolsException Problem(ErrorCode code, string message, string remedy)
            => new(code, message, remedy, "ProfileName", request.ProfileName, problem);
    }

    private static string Line(Exception problem) => problem.Message.Replace("\r", "").Replace("\n", " ").TrimEnd('.') + ".";
}
