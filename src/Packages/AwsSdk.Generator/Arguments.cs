using System;
using System.Collections.Generic;

namespace AwsSdk.Generator;

/// <summary>The command line: a verb, then <c>--name value</c> pairs.</summary>
internal sealed class Arguments
{
    private const string Usage =
        "Usage: trim --model <service-2.json[.gz]> --out <service.json> [--operations A,B,C] [--rules <endpoint-rule-set-1.json[.gz]>] [--protocol <name>] | " +
        "emit --service <service.json> --out <directory>";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private Arguments(string verb) => Verb = verb;

    /// <summary>What to do: trim or emit.</summary>
    public string Verb { get; }

    /// <summary>Reads a command line.</summary>
    public static Arguments Parse(string[] args)
    {
        if (args.Length == 0)
        {
            throw new UsageException(Usage);
        }

        var arguments = new Arguments(args[0]);
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                throw new UsageException($"'{args[i]}' is not a --name with a value. {Usage}");
            }

            arguments._values[args[i][2..]] = args[i + 1];
        }

        return arguments;
    }

    /// <summary>A value that must be there.</summary>
    public string Required(string name) => Optional(name) ?? throw new UsageException($"--{name} is missing. {Usage}");

    /// <summary>A value or null.</summary>
    public string? Optional(string name) => _values.GetValueOrDefault(name);

    /// <summary>A comma-separated value as a list; empty when it is not given.</summary>
    public IReadOnlyList<string> List(string name) =>
        Optional(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

/// <summary>The command line cannot be understood.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The service model holds something the generator cannot turn into code.</summary>
internal sealed class ModelException(string message) : Exception(message);
