namespace EcsTools.Models;

/// <summary>How bad a finding is.</summary>
public enum FargateAppFindingSeverity
{
    /// <summary>The app works, but something costs, leaks or may fail later.</summary>
    Warning,

    /// <summary>The app does not work, or not as it is meant.</summary>
    Error,
}
