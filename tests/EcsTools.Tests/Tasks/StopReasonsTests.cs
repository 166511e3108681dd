using EcsTools.Tasks;
using Xunit;

namespace EcsTools.Tests.Tasks;

public class StopReasonsTests
{
    [Theory]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: pull image manifest has been retried 5 time(s): dial tcp 3.5.1.2:443: i/o timeout", null, "public address")]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: 403 Forbidden", null, "AmazonECSTaskExecutionRolePolicy")]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: web:9: not found", null, "check repository and tag")]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'", null, "-Architecture")]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit", null, "Copy-EcrImage")]
    [InlineData("TaskFailedToStart", "ResourceInitializationError: failed to validate logger args: The specified log group does not exist.", null, "log group")]
    [InlineData("TaskFailedToStart", "ResourceInitializationError: unable to pull secrets or registry auth: unable to get registry auth", null, "ECR")]
    [InlineData("TaskFailedToStart", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm", null, "secret")]
    [InlineData("EssentialContainerExited", "Essential container in task exited\nexec /app: exec format error", 1, "-Architecture")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 127, "not found in the image")]
    [InlineData("EssentialContainerExited", "OutOfMemoryError: Container killed due to memory usage", 137, "-Memory")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 3, "Get-FargateLog")]
    [InlineData("SpotInterruption", "Your Spot Task was interrupted.", 143, "-Spot")]
    [InlineData("ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group x)", 143, "health check")]
    public void A_failure_has_its_remedy(string stopCode, string reason, int? exitCode, string remedy)
        => Assert.Contains(remedy, StopReasons.Remedy(stopCode, reason.Split('\n'), exitCode));

    [Theory]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 0)]
    [InlineData("UserInitiated", "Stopped by EcsTools", 143)]
    [InlineData("ServiceSchedulerInitiated", "Scaling activity initiated by deployment ecs-svc/1", 137)]
    public void What_was_wanted_needs_none(string stopCode, string reason, int? exitCode)
        => Assert.Null(StopReasons.Remedy(stopCode, [reason], exitCode));
}
