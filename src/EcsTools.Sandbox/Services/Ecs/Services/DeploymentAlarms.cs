using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The CloudWatch alarms that a deployment watches.</summary>
internal sealed record DeploymentAlarms(bool IsEnabled, bool RollsBack, IReadOnlyList<string> Names);
