using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;

namespace EcsTools.WindowsHost;

/// <summary>Takes the arguments of pwsh that tests use, and writes to a file or to the standard output. The pwsh.exe of the package needs a console for that.</summary>
internal static class Program
{
    /// <summary>A path: what is shown goes to this file, and that of the processes that are started to their own outputs.</summary>
    private const string OutputVariable = "ECSTOOLS_HOST_OUTPUT";

    private static int Main(string[] arguments)
    {
        StaleFrames.Forget();
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.OutputEncoding = utf8;
        var path = Environment.GetEnvironmentVariable(OutputVariable);
        Environment.SetEnvironmentVariable(OutputVariable, null);
        using var output = path is null ? new TextSink(Console.Out, Console.Error) : TextSink.ToFile(path, utf8);
        try
        {
            return Run(CommandLine.Parse(arguments), output);
        }
        catch (FormatException problem)
        {
            output.WriteErrorLine(problem.Message);
            return 64;
        }
    }

    private static int Run(CommandLine line, TextSink output)
    {
        var host = new SessionHost(output);
        using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault());
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        using var session = PowerShell.Create(runspace);
        session.AddScript(line.Script, useLocalScope: false);
        session.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        session.AddCommand("Out-Default");
        try
        {
            session.Invoke();
        }
        catch (RuntimeException problem)
        {
            output.WriteErrorLine($"{problem.Message}{Environment.NewLine}{problem.ErrorRecord.InvocationInfo?.PositionMessage}");
            return host.ExitCode ?? 1;
        }

        return host.ExitCode ?? (session.HadErrors ? 1 : 0);
    }
}
