namespace EcsTools.Apps.Export;

/// <summary>What an app is written as.</summary>
public enum AppExportFormat
{
    /// <summary>A template of CloudFormation, in JSON.</summary>
    CloudFormation,

    /// <summary>A compose file with x-fargate.</summary>
    Compose,

    /// <summary>A script of the commands of this module.</summary>
    PowerShell,
}
