using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

/// <summary>Restarts a container that exits with another code than these after at least this time.</summary>
internal sealed record RestartPlan(IReadOnlyCollection<int> IgnoredExitCodes, TimeSpan AttemptPeriod);
