using System;

namespace EcsTools.Sandbox.Api;

/// <summary>The faults to inject.</summary>
/// <param name="Throttle">Share of the requests answered with the service's throttling error, from 0 to 1.</param>
/// <param name="ServerError">Share of the requests answered with HTTP 500.</param>
/// <param name="Reset">Share of the requests whose connection is reset.</param>
/// <param name="Latency">Delay added to every answer.</param>
/// <param name="Seed">Seed of the random choice.</param>
internal sealed record FaultRates(double Throttle, double ServerError, double Reset, TimeSpan Latency, int Seed);
