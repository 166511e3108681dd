using System;

namespace EcsTools.Models;

/// <summary>A part of a monthly cost.</summary>
public sealed record FargateCostLine
{
    /// <summary>What is billed, such as <c>vCPU</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How much of it in a month.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Unit of the quantity, such as <c>vCPU-hours</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Price of a unit in USD.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>Quantity times price, in USD.</summary>
    public decimal Amount => Math.Round(Quantity * UnitPrice, 4);

    /// <summary>The line as text.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Quantity:0.##} {Unit} x {UnitPrice} = {Amount:0.00}");
}
