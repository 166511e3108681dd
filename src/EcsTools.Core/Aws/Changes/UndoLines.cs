using System.Collections.Generic;

namespace EcsTools.Aws.Changes;

/// <summary>Writes command lines for the region and profile of a connection. They work in another session, too.</summary>
internal sealed class UndoLines(string region, string? profile)
{
    public IReadOnlyList<string> Command(string line, string profileParameter = "ProfileName")
        => [$"{line} -Region {region}" + (profile is null ? "" : $" -{profileParameter} {profile}")];

    /// <summary>A line of the AWS CLI, for what no command of this module removes.</summary>
    public IReadOnlyList<string> Cli(string line) => [$"aws {line} --region {region}" + (profile is null ? "" : $" --profile {profile}")];
}
