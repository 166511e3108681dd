using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;

namespace EcsTools.Tasks.Exec;

/// <summary>The Session Manager plugin of the AWS CLI: the program that connects a session to Systems Manager.</summary>
internal sealed class SessionPlugin
{
    private const string Name = "session-manager-plugin";

    /// <summary>The variable that the AWS CLI uses. The plugin knows it by its name.</summary>
    private const string ResponseVariable = "AWS_SSM_START_SESSION_RESPONSE";

    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Later versions of the plugin take the variable. Source: the AWS CLI.</summary>
    private static readonly Version LastWithoutVariable = new(1, 2, 497, 0);

    private readonly string _path;

    private SessionPlugin(string path) => _path = path;

    /// <exception cref="EcsToolsException">The plugin is not installed.</exception>
    public static SessionPlugin Require(HostEnvironment host)
    {
        var path = host.FindProgram(Name) ?? Installed(host);
        return path is not null ? new SessionPlugin(path) : throw new EcsToolsException(
            ErrorCodes.SessionManagerPluginMissing,
            "The Session Manager plugin, which ECS Exec needs, is not installed on this machine, or it is not on the PATH.",
            host.System switch
            {
                HostSystem.Windows => "Install it: winget install Amazon.SessionManagerPlugin, then open a new console.",
                HostSystem.MacOS => "Install it: brew install --cask session-manager-plugin.",
                _ => "Install the package that AWS offers for this system: see 'Install the Session Manager plugin' in the AWS Systems Manager User Guide.",
            } + " The sandbox does not need it.");
    }

    /// <summary>The arguments that the AWS CLI passes for 'aws ecs execute-command'.</summary>
    public static string[] Arguments(TaskExecSession session, AwsConnection connection)
    {
        var answer = new JsonObject
        {
            ["sessionId"] = session.SessionId,
            ["streamUrl"] = session.StreamUrl,
            ["tokenValue"] = session.Token
        };
        var endpoint = connection.EndpointUrl ?? $"https://ecs.{connection.Region}.{Suffix(connection.Region)}";
        return
        [
            answer.ToJsonString(), connection.Region, "StartSession", connection.ProfileName
                ?? "", new JsonObject { ["Target"] = session.Target }.ToJsonString(),
            endpoint,
        ];
    }

    /// <summary>Runs the plugin on the console of this process until it ends.</summary>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
        => await RunAsync(await StartAsync(arguments, cancellationToken).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false);

    /// <summary>Runs the plugin without a console, and returns what the command in the container wrote, line by line.</summary>
    public async Task<int> RunAsync(string[] arguments, Action<string> line, CancellationToken cancellationToken)
    {
        var start = await StartAsync(arguments, cancellationToken).ConfigureAwait(false);
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.StandardOutputEncoding = new UTF8Encoding(false);
        return await RunAsync(start, line, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The first argument has the token of the session, and every user of the machine can see the arguments of a program. Newer plugins take the name of an
    /// environment variable in its place.
    /// </summary>
    private async Task<ProcessStartInfo> StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (!await TakesVariableAsync(cancellationToken).ConfigureAwait(false))
        {
            return new ProcessStartInfo(_path, Line(arguments)) { UseShellExecute = false };
        }

        var start = new ProcessStartInfo(_path, Line([ResponseVariable, .. arguments.Skip(1)])) { UseShellExecute = false };
        start.Environment[ResponseVariable] = arguments[0];
        return start;
    }

    private async Task<bool> TakesVariableAsync(CancellationToken cancellationToken)
    {
        var answer = await new ExternalProgram(_path, "--version") { TimeLimit = VersionTimeout }.RunAsync("", null, cancellationToken).ConfigureAwait(false);
        return Version.TryParse(answer.Output.Trim(), out var version) && version > LastWithoutVariable;
    }

    private static async Task<int> RunAsync(ProcessStartInfo start, Action<string>? line, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var exited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        process.Start();
        using (cancellationToken.Register(() => ExternalProgram.Kill(process)))
        {
            // Keep its input open: the plugin takes the end of the input as the end of the session.
            var output = line is null ? Task.CompletedTask : ReadAsync(process.StandardOutput, line);
            await exited.Task.ConfigureAwait(false);

            // A program that the plugin leaves behind may keep its output open.
            await Task.WhenAny(output, Task.Delay(LastOutput, CancellationToken.None)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return process.ExitCode;
        }
    }

    /// <summary>The lines between those that the plugin itself writes at the start and at the end of a session.</summary>
    private static async Task ReadAsync(StreamReader reader, Action<string> line)
    {
        var begun = false;
        var blank = 0;
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } text)
        {
            text = text.TrimEnd('\r');
            if (text.StartsWith("Starting session with SessionId:", StringComparison.Ordinal))
            {
                begun = true;
            }
            else if (text.StartsWith("Exiting session with sessionId:", StringComparison.Ordinal))
            {
                break;
            }
            else if (text.Length == 0 || (!begun && text.StartsWith("The Session Manager plugin", StringComparison.Ordinal)))
            {
                // Blank lines at both ends come from the plugin.
                blank += begun && text.Length == 0 ? 1 : 0;
            }
            else
            {
                for (; blank > 0; blank--)
                {
                    line("");
                }

                begun = true;
                line(text);
            }
        }

        await reader.ReadToEndAsync().ConfigureAwait(false);
    }

    private static string Line(string[] arguments) => string.Join(" ", arguments.Select(ExternalProgram.Quote));

    /// <summary>Where the installer puts the plugin. PATH may not contain this folder yet.</summary>
    private static string? Installed(HostEnvironment host)
    {
        var path = host.System switch
        {
            HostSystem.Windows => Path.Combine(host.Get("ProgramFiles")
                ?? @"C:\Program Files", "Amazon", "SessionManagerPlugin", "bin", Name + ".exe"),
            _ => "/usr/local/sessionmanagerplugin/bin/" + Name,
        };
        return File.Exists(path) ? path : null;
    }

    private static string Suffix(string region)
        => region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
}
