using System.Collections.Generic;

namespace EcsTools.Tests.Architecture;

/// <summary>
/// The order of the folders of EcsTools.Images and EcsTools.Core, the lowest first. A folder may use only what its line names. To add an edge, add it to the
/// line; if that makes a cycle, move the type instead.
/// </summary>
internal static class LibraryFolders
{
    // "(root)" is the namespace EcsTools: the folder Foundation of EcsTools.Images. Models there has the namespace EcsTools.Models.
    public static readonly FolderTable Images = new(new Dictionary<string, string[]>
    {
        ["(root)"] = ["WindowsAccess"],
        ["Images.Oci"] = ["(root)"],
        ["Models"] = ["(root)"],
        ["Images.Archives"] = ["(root)", "Images.Oci"],
        ["Images.Credentials"] = ["(root)"],
        ["Images.Engine"] = ["(root)", "DockerTransport", "Images.Archives", "Images.Credentials", "Images.Oci", "Models"],
        ["Images.Build"] = ["(root)", "DockerTransport", "Images.Credentials", "Images.Engine", "Images.Oci", "Models"],
        ["Images.Registry"] = ["(root)", "Images.Compression", "Images.Credentials", "Images.Oci"],
        ["Images.Sources"] =
            ["(root)", "Images.Archives", "Images.Build", "Images.Compression", "Images.Engine", "Images.Oci", "Images.Registry", "Models"],
        ["Images.Trials"] = ["(root)", "Images.Build", "Images.Engine", "Models"],
        ["Images.Push"] =
            ["(root)", "Images.Compression", "Images.Credentials", "Images.Engine", "Images.Oci", "Images.Registry", "Images.Sources", "Models"],
    });

    public static readonly FolderTable Core = new(new Dictionary<string, string[]>
    {
        ["Costs"] = ["Models"],
        ["Profiles"] = [],
        ["Aws"] = ["Aws.Changes", "Profiles"],
        ["Aws.Changes"] = [],
        ["Stacks"] = ["Aws"],
        ["Identity"] = ["Aws", "Models", "Profiles"],
        ["Network"] = ["Aws", "Models"],
        ["Clusters"] = ["Aws", "Models"],
        ["Ecr"] = ["Aws", "Aws.Changes", "Identity", "Models"],
        ["TaskDefinitions"] = ["Aws", "Clusters", "Identity", "Models", "Network"],
        ["Failures.Rules"] = ["Aws", "Models", "TaskDefinitions"],
        ["Tasks"] = ["Aws", "Clusters", "Costs", "Failures.Rules", "Models", "Network", "TaskDefinitions"],
        ["Tasks.Exec.Terminals"] = [],
        ["Tasks.Exec"] = ["Aws", "Clusters", "Identity", "Models", "TaskDefinitions", "Tasks", "Tasks.Exec.Terminals"],
        ["Logs"] = ["Aws", "Costs", "Models", "TaskDefinitions", "Tasks"],
        ["Failures"] = ["Aws", "Ecr", "Failures.Rules", "Logs", "Models", "Routing.Targets", "TaskDefinitions", "Tasks"],
        ["Schedules.Conversion"] = ["Models", "Schedules.Expressions"],
        ["Schedules"] = ["Aws", "Clusters", "Identity", "Models", "Network", "Schedules.Expressions", "TaskDefinitions", "Tasks"],
        ["Schedules.Inspection"] =
            ["Aws", "Checks", "Clusters", "Failures", "Failures.Rules", "Models", "Schedules", "Schedules.Expressions", "TaskDefinitions"],
        ["Services"] = ["Aws", "Aws.Changes", "Clusters", "Failures", "Failures.Rules", "Models", "Network", "Routing", "Routing.Targets", "TaskDefinitions", "Tasks"],
        ["Routing"] = ["Aws", "Models"],
        ["Routing.Targets"] = ["Aws", "Routing"],
        ["Routing.Balancers"] = ["Aws", "Aws.Changes", "Costs", "Models", "Network", "Routing"],
        ["Routing.Rules"] = ["Aws", "Identity", "Models", "Routing", "Routing.Balancers", "Routing.Targets", "Services"],
        ["Routing.Cleanup"] = ["Aws", "Costs", "Models", "Network", "Routing", "Routing.Balancers", "Routing.Rules", "Routing.Targets"],
        ["Services.Scaling"] = ["Aws", "Models", "Schedules.Expressions", "Services"],
        ["Estimates"] =
        [
            "Apps.Definition", "Apps.Inventory", "Apps.Suspension", "Aws", "Costs", "Models", "Removal", "Routing.Balancers", "Schedules",
            "Schedules.Expressions", "Services", "Services.Scaling", "TaskDefinitions", "Tasks",
        ],
        ["Removal"] = ["Aws", "Clusters", "Models", "Schedules", "Services"],
        ["Usage"] = ["Aws", "Clusters", "Ecr", "Models", "Schedules", "Services", "TaskDefinitions", "Tasks"],
        ["Apps.Definition"] = ["Models", "Routing.Rules", "Schedules.Expressions", "TaskDefinitions"],
        ["Compose.Yaml"] = ["Apps.Definition"],
        ["Compose.Variables"] = ["Apps.Definition", "Compose.Yaml"],
        ["Compose.Files"] = ["Apps.Definition", "Compose.Variables", "Compose.Yaml"],
        ["Compose.Keys"] = ["Apps.Definition", "Compose.Yaml"],
        ["Compose.Model"] = ["Apps.Definition", "Compose.Files", "Compose.Yaml", "Models", "Routing.Rules", "Schedules.Expressions"],
        ["Compose.Mapping"] =
        [
            "Apps.Definition", "Compose.Files", "Compose.Model", "Compose.Variables", "Compose.Yaml", "Models", "Network", "Stacks", "TaskDefinitions",
        ],
        ["Compose.Copilot"] = ["Apps.Definition", "Compose.Files", "Compose.Yaml", "Schedules.Expressions"],
        ["Compose"] =
        [
            "Apps.Definition", "Aws", "Compose.Files", "Compose.Keys", "Compose.Mapping", "Compose.Model", "Compose.Variables", "Compose.Yaml", "Stacks",
        ],
        ["Apps.Sources"] = ["Apps.Definition", "Network", "Routing.Rules", "TaskDefinitions"],
        ["Apps.Inventory"] =
        [
            "Apps.Definition", "Aws", "Clusters", "Costs", "Identity", "Models", "Routing", "Routing.Balancers", "Routing.Rules", "Schedules", "Services",
            "TaskDefinitions", "Tasks",
        ],
        ["Apps.Findings"] = ["Apps.Definition", "Models", "TaskDefinitions"],
        ["Checks"] =
        [
            "Apps.Definition", "Apps.Findings", "Aws", "Failures", "Failures.Rules", "Identity", "Models", "Network", "TaskDefinitions", "Tasks",
        ],
        ["Services.Inspection"] = ["Apps.Findings", "Aws", "Checks", "Models", "Network", "Services", "TaskDefinitions"],
        ["Apps.Publishing"] =
        [
            "Apps.Definition", "Apps.Findings", "Apps.Inventory", "Aws", "Aws.Changes", "Clusters", "Costs", "Ecr", "Identity", "Logs", "Models", "Network", "Removal",
            "Routing", "Routing.Balancers", "Routing.Rules", "Schedules", "Schedules.Expressions", "Services", "Services.Scaling", "TaskDefinitions", "Tasks",
        ],
        ["Apps.Export"] =
        [
            "Apps.Definition", "Apps.Findings", "Apps.Inventory", "Aws", "Compose.Yaml", "Identity", "Models", "Network", "Routing", "Routing.Balancers",
            "Services", "Services.Scaling", "TaskDefinitions",
        ],
        ["Apps.Preflight"] =
        [
            "Apps.Definition", "Apps.Findings", "Apps.Inventory", "Apps.Publishing", "Aws", "Checks", "Identity", "Models", "Network", "Routing",
            "Routing.Balancers", "Routing.Rules", "TaskDefinitions",
        ],
        ["Apps.Removal"] =
        [
            "Apps.Definition", "Apps.Inventory", "Apps.Publishing", "Aws", "Costs", "Models", "Removal", "Routing.Cleanup", "Routing.Rules", "Schedules",
            "Services", "Tasks", "Usage",
        ],
        ["Reports.Html"] = [],
        ["Reports.Costs"] = ["Models", "Reports.Html"],
        ["Reports.Apps"] =
        [
            "Apps.Definition", "Apps.Inventory", "Aws", "Costs", "Estimates", "Logs", "Models", "Reports.Costs", "Reports.Html", "Routing.Balancers",
            "Routing.Rules", "Schedules.Expressions", "Services", "Tasks",
        ],
        ["Apps.Suspension"] = ["Apps.Inventory", "Aws", "Models", "Schedules", "Services", "Services.Scaling"],
    });
}
