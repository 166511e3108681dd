using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;
using EcsTools.Compose.Variables;
using EcsTools.Compose.Yaml;
using EcsTools.Stacks;

namespace EcsTools.Compose.Mapping;

/// <summary>The variables of a container, and its secrets.</summary>
internal sealed class VariableMapper
{
    private readonly MappingContext _context;

    public VariableMapper(MappingContext context) => _context = context;

    /// <summary>The variables and the secrets of a service. What stands under environment counts more than the files.</summary>
    public (Dictionary<string, string> Variables, Dictionary<string, string> Secrets) Map(ComposeService service)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in service.EnvironmentFiles.SelectMany(File))
        {
            Put(variables, variable.Name, variable.Value);
        }

        foreach (var pair in service.Environment)
        {
            if (pair.Token is null)
            {
                Put(variables, pair.Name, pair.Value);
            }
            else if (pair.Token.Kind == ValueTokenKind.StackOutput)
            {
                secrets.Remove(pair.Name);
                variables[pair.Name] = Reference(pair.Token, pair.Position, pair.Value) ?? "";
            }
            else
            {
                variables.Remove(pair.Name);
                Secret(secrets, pair.Name, pair, Reference(pair.Token, pair.Position, pair.Value));
            }
        }

        foreach (var pair in service.Fargate.Secrets)
        {
            Secret(secrets, pair.Name, pair, pair.Token is { } token ? Reference(token, pair.Position, pair.Value) : pair.Value);
        }

        foreach (var grant in service.Secrets)
        {
            Grant(grant, service, secrets);
        }

        foreach (var both in secrets.Keys.Where(variables.ContainsKey).ToList())
        {
            _context.Error(service.Position, $"services.{service.Name} has {both} as a variable and as a secret", "Remove one of the two.");
        }

        return (variables, secrets);
    }

    private void Put(Dictionary<string, string> variables, string name, string? value)
    {
        if ((value ?? _context.Variables[name]) is { } known)
        {
            variables[name] = known;
        }
    }

    private IReadOnlyList<EnvironmentVariable> File(ComposeEnvironmentFile file)
    {
        var path = _context.Sources.FullPath(file.Path.Value, file.Path.Position);
        if (!System.IO.File.Exists(path))
        {
            return !file.IsRequired ? [] : throw new EcsToolsException(
                ErrorCodes.PathNotFound, $"{file.Path.Position}: the environment file '{path}' does not exist.", "Correct the path, or set required: false.",
                "Path", path);
        }

        var text = _context.Sources.Text(path, YamlLimits.LongestFile);
        return file.IsRaw ? EnvironmentFile.ReadRaw(text, _context.Sources.Shown(path))
            : EnvironmentFile.Read(text, _context.Sources.Shown(path), name => _context.Variables[name]);
    }

    private void Secret(Dictionary<string, string> secrets, string name, ComposePair pair, string? reference)
    {
        if (string.IsNullOrEmpty(reference))
        {
            _context.Error(pair.Position, $"the secret {pair.Name} has no value", "Give the ARN of a secret, or the name of a parameter.");
            return;
        }

        secrets[name] = reference!;
    }

    private void Grant(ComposeGrant grant, ComposeService service, Dictionary<string, string> secrets)
    {
        if (!_context.Project.Secrets.TryGetValue(grant.Source, out var secret))
        {
            _context.Error(
                grant.Position, $"services.{service.Name} uses the secret '{grant.Source}', which is not at the top level",
                NearestNames.Suggest(grant.Source, _context.Project.Secrets.Keys, "Add it under secrets."));
        }
        else if (grant.Variable is null)
        {
            _context.Error(
                grant.Position,
                $"services.{service.Name} reads the secret '{grant.Source}' from a file, and ECS gives secrets only as variables",
                $"Store it in Secrets Manager, and give its name as a variable: environment: {{ {Variable(grant.Source)}: \"${{secret:{grant.Source}}}\" }}.");
        }
        else if (secret.Name is null)
        {
            _context.Error(
                secret.Position, $"secrets.{grant.Source} is not in Secrets Manager", $"Store it there, and write external: true with its name.");
        }
        else
        {
            secrets[grant.Variable] = Reference(new ValueToken(ValueTokenKind.Secret, secret.Name), grant.Position, null) ?? "";
        }
    }

    private static string Variable(string name) => new(name.ToUpperInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '_').ToArray());

    /// <summary>What ECS reads the value from: the ARN of a secret with its key, or the name of a parameter.</summary>
    private string? Reference(ValueToken token, SourcePosition position, string? before)
    {
        if (!string.IsNullOrEmpty(before))
        {
            _context.Error(position, $"text is in front of {token}", "Make the token the whole value of the variable.");
            return "-";
        }

        switch (token.Kind)
        {
            case ValueTokenKind.Parameter when token.Name.Length > 0:
                return token.Name;
            case ValueTokenKind.Secret when token.Name.Length > 0:
                return Secret(token.Name, position);
            case ValueTokenKind.StackOutput:
                return Output(token, position);
            default:
                _context.Error(position, $"{token} has no name", "Write a name, such as ${secret:db:password} or ${ssm:/app/password}.");
                return "-";
        }
    }

    private string Output(ValueToken token, SourcePosition position)
    {
        if (!_context.StackOutputs.TryGetValue(token.Name, out var output))
        {
            output = new StackOutput(null, $"{token} was not read", "Publish the file with a connection to AWS.");
        }

        if (output.Value is null)
        {
            _context.Error(position, output.Problem!, output.Remedy!);
        }

        return output.Value ?? "-";
    }

    private string Secret(string name, SourcePosition position)
    {
        const int PartsOfArn = 7;
        var parts = name.Split(':');
        var isArn = parts[0] == "arn";
        var used = isArn ? PartsOfArn : 1;
        if (parts.Length < used || parts.Length > used + 3 || parts[used - 1].Length == 0)
        {
            _context.Error(position, $"'{UntrustedText.Sanitize(name)}' is not a secret",
                "Write ${secret:name}, ${secret:name:key}, or the ARN in place of the name.");
            return "-";
        }

        if (!isArn && (_context.Secrets.Region is null || _context.Secrets.Account is null))
        {
            _context.Error(position, $"the account of the secret '{parts[0]}' is not known", "Give the ARN of the secret in place of its name.");
            return "-";
        }

        var arn = isArn ? string.Join(":", parts.Take(PartsOfArn))
            : $"arn:{_context.Secrets.Partition}:secretsmanager:{_context.Secrets.Region}:{_context.Secrets.Account}:secret:{parts[0]}";
        var rest = parts.Skip(used).Concat(["", "", ""]).Take(3);
        return parts.Length == used ? arn : $"{arn}:{string.Join(":", rest)}";
    }
}
