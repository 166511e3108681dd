using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Aws;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Help;

/// <summary>Messages and remedies name commands and parameters: those that the module has.</summary>
public sealed class ErrorTextTests
{
    private const string Verbs = "Add|Clear|Connect|Copy|Disable|Enable|Enter|Export|Find|Get|Import|Initialize|Install|Invoke|New|Out|Push|Read|Register|"
        + "Remove|Rename|Restart|Save|Set|Show|Start|Stop|Suspend|Sync|Test|Undo|Uninstall|Unregister|Update|Use|Wait|Write";

    // Of PowerShell itself and of the AWS Tools for PowerShell.
    private static readonly string[] OtherCommands = ["Get-Credential", "Get-Error", "Get-Help", "Get-Location", "Get-TimeZone", "Get-Item", "Get-Variable", "Import-Module", "Read-Host",
        "Add-Content", "Export-ScheduledTask", "Get-Content", "Get-ScheduledTask", "Out-File", "Remove-Item", "Set-AWSCredential", "Set-Content", "Start-Service"];

    private static readonly string[] OtherParameters = ["AsSecureString", "Confirm", "Encoding", "ErrorAction", "Full", "Modules", "Value", "Verbose", "WhatIf"];

    private static readonly Regex Command = new($@"(?<![\w/-])(?<name>(?:{Verbs})-[A-Z]\w+)(?![\w-])", RegexOptions.CultureInvariant);

    // After the dash a capital: options of other programs are in lower case.
    private static readonly Regex Parameter = new(@"(?<![\w\]}>.-])-(?<name>[A-Z][a-z]\w*)(?!\w|-)", RegexOptions.CultureInvariant);

    private static readonly string Module = Path.Combine(Oracle.RepositoryRoot, "out", "EcsTools", "bin", "net8.0", "EcsTools.dll");

    [SkippableFact]
    public void Every_command_in_a_text_exists()
    {
        var names = Commands().Names;
        Assert.Empty(Found(Command).Where(found => !names.Contains(found.Name) && !OtherCommands.Contains(found.Name)));
    }

    [SkippableFact]
    public void Every_parameter_in_a_text_exists()
    {
        var names = Commands().Parameters;
        Assert.Empty(Found(Parameter).Where(found => !names.Contains(found.Name) && !OtherParameters.Contains(found.Name)));
    }

    [SkippableFact]
    public void Every_command_and_parameter_on_the_page_of_errors_exists()
    {
        var commands = Commands();
        var page = File.ReadAllText(Path.Combine(Oracle.RepositoryRoot, "docs", "errors.md"));
        Assert.Empty(Command.Matches(page).Select(match => match.Value).Except(commands.Names).Except(OtherCommands).Except(["Write-Warning"]));
        Assert.Empty(Parameter.Matches(page).Select(match => match.Groups["name"].Value).Except(commands.Parameters).Except(OtherParameters));
    }

    private static List<(string Name, string Text)> Found(Regex form)
        => (from path in new[] { typeof(ErrorCodes).Assembly.Location, typeof(AwsRegions).Assembly.Location, Module }
            from text in Literals(path)
            from match in form.Matches(text)
            select (match.Groups["name"].Value, text)).ToList();

    private static List<string> Literals(string path)
    {
        using var assembly = new AssemblyCode(path);
        return [.. assembly.Literals];
    }

    private static ModuleCommands Commands()
    {
        Skip.IfNot(File.Exists(Module), "the module is not built: ./build.sh build");
        return ModuleCommands.Read(Module);
    }
}
