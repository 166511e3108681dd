using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Apps.Findings;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services.Inspection;

/// <summary>Whether a revision can be deployed on Fargate at all.</summary>
internal static class RevisionFindings
{
    public static IEnumerable<AppFinding> Of(CheckedService service, TaskDefinition definition)
    {
        var name = service.TaskDefinition!;
        if (definition.Status != TaskDefinitionStatus.ACTIVE)
        {
            yield return AppFinding.Error(
                service,
                FargateAppFindingCode.DefinitionInactive,
                name,
                $"Task definition '{name}' was deregistered, so no deployment can use it.",
                "Register it again.",
                service.Derive(""));
        }

        if (Size(service, definition) is { } size)
        {
            yield return size;
        }
        else if (definition.Compatibilities is { Count: > 0 } compatible && !compatible.Contains("FARGATE"))
        {
            yield return AppFinding.Error(
                service,
                FargateAppFindingCode.NotForFargate,
                name,
                $"Task definition '{name}' is for {string.Join(", ", compatible)}, not for Fargate.",
                $"Register one for Fargate: Register-FargateTask {TaskDefinitionName.FamilyOf(name)} -ImageUri <image>");
        }
    }

    private static AppFinding? Size(CheckedService service, TaskDefinition definition)
    {
        var windows = TaskDefinitionDocument.Text(service.Document["runtimePlatform"]?["operatingSystemFamily"]) is not (null or "LINUX");
        var (cpu, memory) = (TaskSizeText.ParseCpu(definition.Cpu), TaskSizeText.ParseMemory(definition.Memory));
        if (cpu is not { } units || memory is not { } mib || FargateSizes.IsValid(units, mib, windows))
        {
            return null;
        }

        var enough = FargateSizes.All.Where(size => (!windows || size.Windows) && size.Cpu >= units)
            .SelectMany(size => size.Memory.Where(value => value >= mib).Take(1).Select(value => (size.Cpu, Memory: value))).ToList();
        return AppFinding.Error(
            service,
            FargateAppFindingCode.SizeInvalid,
            FormattableString.Invariant($"{units} CPU units, {mib} MiB"),
            FormattableString.Invariant($"Task definition '{service.TaskDefinition}' has {units} CPU units and {mib} MiB, and Fargate has no such size."),
            enough.Count == 0 ? "Register it with a size that Fargate has."
                : FormattableString.Invariant($"Register it with {enough[0].Cpu} CPU units and {enough[0].Memory} MiB, the next size that Fargate has."),
            enough.Count == 0 || definition.RequiresCompatibilities is { Count: > 0 } required && !required.Contains("FARGATE") ? null
                : service.Derive(FormattableString.Invariant($"-Cpu {enough[0].Cpu} -Memory {enough[0].Memory}")));
    }
}
