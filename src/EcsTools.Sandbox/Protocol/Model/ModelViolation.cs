using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>What a value breaks.</summary>
internal enum Constraint
{
    Required,
    Enum,
    Pattern,
    TooShort,
    TooLong,
    TooSmall,
    TooLarge,
}

/// <summary>A value that breaks a constraint of the model, at a path such as <c>containerDefinitions.1.member.name</c>.</summary>
internal sealed record ModelViolation(string Path, Constraint Constraint, Shape Shape, JsonNode? Value)
{
    /// <summary>The constraint in the words of AWS.</summary>
    public string Demand => Constraint switch
    {
        Constraint.Required => "Member must not be null",
        Constraint.Enum => $"Member must satisfy enum value set: [{string.Join(", ", Shape.Enum)}]",
        Constraint.Pattern => $"Member must satisfy regular expression pattern: {Shape.PatternText}",
        Constraint.TooShort => $"Member must have length greater than or equal to {Shape.Min}",
        Constraint.TooLong => $"Member must have length less than or equal to {Shape.Max}",
        Constraint.TooSmall => $"Member must have value greater than or equal to {Shape.Min}",
        _ => $"Member must have value less than or equal to {Shape.Max}",
    };

    /// <summary>The value for a message; a secret never is.</summary>
    public string Shown => Shape.IsSensitive ? "***Sensitive Data Redacted***" : Show(Value);

    public override string ToString()
        => Constraint == Constraint.Required
            ? $"Value null at '{Path}' failed to satisfy constraint: {Demand}"
            : $"Value '{Shown}' at '{Path}' failed to satisfy constraint: {Demand}";

    private static string Show(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray array => "[" + string.Join(", ", array.Select(Show)) + "]",
        JsonObject members => "{" + string.Join(", ", members.Select(pair => pair.Key + "=" + Show(pair.Value))) + "}",
        _ => value.ToString(),
    };
}
