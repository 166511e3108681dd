using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Models;

/// <summary>A command that lacks permissions of a deployer.</summary>
public sealed record IamRefusedCommand
{
    /// <summary>Name of the command.</summary>
    public required string Command { get; init; }

    /// <summary>The permissions without which it fails, such as <c>ecr:CreateRepository</c>. Empty if it never fails.</summary>
    public IReadOnlyList<string> Fails { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>The permissions without which it does less, and says so in a warning.</summary>
    public IReadOnlyList<string> DoesLess { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>The values of -Add that give the permissions.</summary>
    public IReadOnlyList<string> Add { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>The command and the permissions, as shown in lists.</summary>
    public override string ToString() => $"{Command} ({string.Join(", ", Fails.Concat(DoesLess))})";
}
