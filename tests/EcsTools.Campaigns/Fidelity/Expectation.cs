using System;
using System.Linq;
using EcsTools.Campaigns.Fidelity.Wire;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>What AWS does with a request.</summary>
internal abstract record Expectation
{
    /// <summary>Whether the answer is the one of AWS.</summary>
    public abstract bool IsMetBy(ProbeAnswer answer);

    /// <summary>The same, with what its texts stand for.</summary>
    public virtual Expectation Filled(Func<string, string> fill) => this;

    /// <summary>The request is accepted.</summary>
    internal sealed record Accepted : Expectation
    {
        public override bool IsMetBy(ProbeAnswer answer) => answer.IsSuccess;

        public override string ToString() => "accepted";
    }

    /// <summary>The request is accepted, and a place of the answer (<c>services.0.status</c>) has this value, or is missing if that is null.</summary>
    internal sealed record Answered(string Path, string? Value) : Expectation
    {
        public override bool IsMetBy(ProbeAnswer answer) => answer.IsSuccess && answer.Find(Path) == Value;

        public override Expectation Filled(Func<string, string> fill) => this with { Value = Value is null ? null : fill(Value) };

        public override string ToString() => $"accepted, with {Path} = {Value ?? "nothing"}";
    }

    /// <summary>The request is refused.</summary>
    /// <param name="Codes">The error code; several, with | between them, where AWS's documentation leaves open which.</param>
    /// <param name="Text">A part of the message, whatever its case, where it is known; else null.</param>
    internal sealed record Refused(string Codes, string? Text) : Expectation
    {
        public override bool IsMetBy(ProbeAnswer answer)
            => answer.Status is >= 400 and < 500 && Codes.Split('|').Contains(answer.Code)
                && (Text is null || answer.Message.Contains(Text, StringComparison.OrdinalIgnoreCase));

        public override Expectation Filled(Func<string, string> fill) => this with { Text = Text is null ? null : fill(Text) };

        public override string ToString() => Text is null ? Codes : $"{Codes} \"{Text}\"";
    }
}
