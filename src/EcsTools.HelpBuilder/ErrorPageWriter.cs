using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools.HelpBuilder;

/// <summary>The page of all errors.</summary>
internal static class ErrorPageWriter
{
    private const string Introduction = """
        # Errors

        The build writes this page from the documentation of `ErrorCodes`. Each error has an id that does not change, so that a script can test
        for it. The text of a message may change: do not test for it.

        | what you want | where it is |
        |---|---|
        | the error id | `$_.FullyQualifiedErrorId`: the id, a comma, and the class of the command, as in `ClusterNotFound,EcsTools.Commands.Clusters.GetFargateClusterCommand` |
        | the kind of problem | `$_.CategoryInfo.Category`: the category in the tables below |
        | what is wrong | `$_.ToString()` |
        | what to do | `$_.ErrorDetails.RecommendedAction`; PowerShell 7 shows it below the message, Windows PowerShell after it |
        | the value or object at fault | `$_.TargetObject` |
        | the exception | `$_.Exception`: an `EcsToolsException`, or the exception of AWS or .NET with its request id |

        A command that works on several objects reports an error for one of them and continues with the others. A wrong parameter ends the
        command. With `-ErrorAction Stop` every error ends the command, so that `catch` sees it:

        ```powershell
        try {
            Get-FargateService web -Cluster demo -ErrorAction Stop
        }
        catch {
            switch (($_.FullyQualifiedErrorId -split ',')[0]) {
                'ClusterNotFound' { New-FargateCluster demo }
                'ServiceNotFound' { Write-Warning $_.ErrorDetails.RecommendedAction }
                default { throw }
            }
        }
        ```

        The category is the usual one. If an error has a cause with a category of its own, such as a denied permission, the error has the
        category of the cause. The remedy here is the general one: the error itself names the values, and often the command to run.

        """;

    public static string Write(IReadOnlyList<ErrorHelp> errors)
    {
        var text = new StringBuilder(Introduction);
        foreach (var area in errors.GroupBy(error => error.Area))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {area.Key}\n\n| error id | category | when | what to do |\n|---|---|---|---|\n");
            foreach (var error in area)
            {
                var category = error.Category.Length > 0 ? error.Category : "depends on the code";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| `{error.Id}` | {category} | {Cell(error.When)} | {Cell(error.Remedy.Length > 0 ? error.Remedy : "See the message.")} |\n");
            }
        }

        return text.ToString().Replace("\r", "", StringComparison.Ordinal);
    }

    // A dash and a name is a parameter or a command; neither is marked in the comments.
    private static string Cell(string text)
        => Regex.Replace(
            text.Replace("|", "\\|", StringComparison.Ordinal), @"`[^`]*`|(?<![\w-])(?:[A-Z][a-z]+-[A-Z]\w+|-[A-Z]\w+)", Marked);

    private static string Marked(Match match) => match.Value.StartsWith('`') ? match.Value : $"`{match.Value}`";
}
