using System;

namespace EcsTools.Models;

/// <summary>A part of a monthly cost.</summary>
public sealed record FargateCostLine
{
    /// <summary>What is billed, such as <c>vCPU</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Service of an app whose tasks it is for; null for what the services share, and for anything but an app.</summary>
    public string? Service { get; init; }

    /// <summary>How much of it in a month.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Unit of the quantity, such as <c>vCPU-hours</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Price of a unit in USD.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>Quantity times price, in USD.</summary>
    public decimal Amount => Math.Round(Quantity * UnitPrice, 8);

    /// <summary>The line as text.</summary>
    public override string ToString()
        => (Service is null ? "" : Service + ": ") + FormattableString.Invariant($"{Name}: {Quantity:0.##} {Unit} x {UnitPrice} = {Amount:0.00}");
}
