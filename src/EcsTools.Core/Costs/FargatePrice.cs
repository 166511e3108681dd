using System;

namespace EcsTools.Costs;

/// <summary>The price of Fargate per hour, in USD.</summary>
/// <param name="Vcpu">Price of one vCPU.</param>
/// <param name="MemoryGb">Price of one GB of memory.</param>
/// <param name="PricedOn">Date of the price.</param>
/// <param name="Source">Source of the price.</param>
internal sealed record FargatePrice(decimal Vcpu, decimal MemoryGb, DateTime PricedOn, string Source);
