using System;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>Builds command lines that fix a failure. At their end the task runs again, in its service or as a new task.</summary>
internal static class FixCommand
{
    /// <summary>Registers the revision with a change, and runs that.</summary>
    public static string Derive(FailureEvidence evidence, string arguments)
        => $"Get-FargateTaskDefinition {evidence.TaskDefinition} | Register-FargateTask {arguments}".TrimEnd()
            + (evidence.ServiceName is { } service ? $" | Set-FargateService {service} -Cluster {evidence.Cluster}"
                : $" | Start-FargateTask -Cluster {evidence.Cluster}");

    /// <summary>Runs the same task again with other options.</summary>
    public static string Run(FailureEvidence evidence, string arguments = "")
        => evidence.ServiceName is { } service
            ? $"Set-FargateService {service} -Cluster {evidence.Cluster} {(arguments.Length == 0 ? "-ForceNewDeployment" : arguments)}"
            : $"Start-FargateTask {evidence.TaskDefinition} -Cluster {evidence.Cluster} {arguments}".TrimEnd();

    /// <summary>Does something first, then runs the same task again.</summary>
    public static string Then(FailureEvidence evidence, string first) => $"{first}; {Run(evidence)}";

    /// <summary>Rebuilds and pushes the image.</summary>
    public static string Push(FailureEvidence evidence, string more = "")
    {
        var image = evidence.Image is null ? null : Reference.TryParse(evidence.Image);
        var (repository, tag) = (image?.Repository ?? evidence.Family, image?.Tag ?? "latest");
        return $"Push-EcrImage <folder> -RepositoryName {repository} -Tag {tag} {more}".TrimEnd();
    }

    /// <summary>Copies the image to ECR, and runs it from there.</summary>
    public static string Copy(FailureEvidence evidence)
    {
        var repository = (evidence.Image is null ? null : Reference.TryParse(evidence.Image))?.Repository ?? "<repository>";
        var name = repository.StartsWith("library/", StringComparison.Ordinal) ? repository.Substring("library/".Length) : repository;
        return $"Copy-EcrImage {evidence.Image ?? "<image>"} -RepositoryName {name} | Register-FargateTask {evidence.Family}";
    }

    /// <summary>The name of the execution role, and the command that gives it the missing permissions.</summary>
    public static string ExecutionRole(FailureEvidence evidence, string more = "")
    {
        var name = evidence.ExecutionRole is { } role and not "ecsTaskExecutionRole" ? $"-Name {role} " : "";
        return $"Initialize-EcsRole TaskExecution {name}{more}".TrimEnd();
    }
}
