using System;

namespace EcsTools.Costs;

/// <summary>A price in USD.</summary>
/// <param name="Amount">Price of one unit.</param>
/// <param name="Date">Date of the price.</param>
/// <param name="Source">Address of its source.</param>
internal sealed record Price(decimal Amount, DateTime Date, string Source);
