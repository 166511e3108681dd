using System;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>
/// The credentials that the program of a <c>credential_process</c> prints. The SDK's own class waits for the program without a limit, and cannot be stopped.
/// </summary>
internal sealed class ProcessCredentials : RefreshingAWSCredentials
{
    private const string What = "the answer of credential_process";

    private readonly string _command;
    private readonly CancellationTokenSource _stop = new();

    /// <param name="command">The value of <c>credential_process</c>.</param>
    public ProcessCredentials(string command)
    {
        _command = command;

        // The push of a large image must not start with a minute left.
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    /// <summary>Ends the program that runs now, because nobody waits for it any more.</summary>
    public void Stop() => _stop.Cancel();

    protected override CredentialsRefreshState GenerateNewCredentials() => Task.Run(GenerateNewCredentialsAsync).GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        // As every AWS tool does it: the value is a command line of the system's shell.
        var program = Path.DirectorySeparatorChar == '\\'
            ? ExternalProgram.ForCommandLine("cmd.exe", "/c " + _command)
            : new ExternalProgram("/bin/sh", "-c", _command);
        try
        {
            var result = await program.RunAsync("", null, _stop.Token).ConfigureAwait(false);
            return result.ExitCode == 0 ? Read(result.Output) : throw new AmazonClientException(
                result.Complaint.Length > 0 ? result.Complaint : $"exit code {result.ExitCode.ToString(CultureInfo.InvariantCulture)}");
        }
        catch (Win32Exception e)
        {
            throw new AmazonClientException($"its shell cannot be started: {e.Message}", e);
        }
        catch (MalformedContentException e)
        {
            throw new AmazonClientException(e.Problem, e);
        }
    }

    private static CredentialsRefreshState Read(string output)
    {
        var answer = JsonText.ParseObject(Encoding.UTF8.GetBytes(output), What);
        if (answer["Version"] is not JsonValue version || !version.TryGetValue<int>(out var number) || number != 1)
        {
            throw new MalformedContentException(What + " has no \"Version\": 1");
        }

        var keys = new ImmutableCredentials(
            Required(answer, "AccessKeyId"), Required(answer, "SecretAccessKey"), JsonText.OptionalText(answer, "SessionToken", What) ?? "");
        var expiration = JsonText.OptionalText(answer, "Expiration", What);
        return expiration is null ? new CredentialsRefreshState(keys, DateTime.MaxValue)
            : DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? new CredentialsRefreshState(keys, time.UtcDateTime)
                : throw new MalformedContentException($"{What} has an Expiration that is not a time");
    }

    private static string Required(JsonObject answer, string name)
        => JsonText.OptionalText(answer, name, What) is { Length: > 0 } value ? value : throw new MalformedContentException($"{What} has no {name}");
}
