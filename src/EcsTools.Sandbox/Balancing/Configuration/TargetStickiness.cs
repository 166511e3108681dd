using System;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>How a client stays with its target.</summary>
/// <param name="Duration">For how long.</param>
/// <param name="ApplicationCookie">The cookie of the application that begins it (<c>app_cookie</c>), or null for the balancer's (<c>lb_cookie</c>).</param>
internal sealed record TargetStickiness(TimeSpan Duration, string? ApplicationCookie = null);
