namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The types of targets.</summary>
internal static class TargetTypes
{
    public const string Instance = "instance";
    public const string Ip = "ip";
    public const string Lambda = "lambda";
    public const string Alb = "alb";
}
