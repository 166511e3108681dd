using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

internal sealed record HealthPlan(IReadOnlyList<string> Command, TimeSpan Interval, TimeSpan Timeout, int Retries, TimeSpan StartPeriod);
