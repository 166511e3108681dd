namespace EcsTools;

/// <content>Tasks, logs and ECS Exec.</content>
public static partial class ErrorCodes
{
    private const string TasksArea = "Tasks, logs and ECS Exec";

    /// <summary>A task or task definition has no container of that name.</summary>
    /// <remarks>Use one of the container names that the error lists.</remarks>
    public static readonly ErrorCode ContainerNotFound = Define(TasksArea, ErrorKind.NotFound);

    /// <summary>The agent for ECS Exec does not run in the container.</summary>
    /// <remarks>
    /// Check that the task can reach Systems Manager, that its task role may use it, and that its root file system is writable.
    /// </remarks>
    public static readonly ErrorCode ExecAgentNotRunning = Define(TasksArea, ErrorKind.Unavailable);

    /// <summary>The command cannot be run in the container.</summary>
    /// <remarks>Check that its first word is a program in the image.</remarks>
    public static readonly ErrorCode ExecFailed = Define(TasksArea, ErrorKind.Failed);

    /// <summary>The task is simulated, so that no command can run in it.</summary>
    /// <remarks>Start a sandbox with <c>Stop-EcsSandbox; Start-EcsSandbox -Runtime Docker</c>, then register and start the task there.</remarks>
    public static readonly ErrorCode ExecNeedsContainers = Define(TasksArea, ErrorKind.Unavailable);

    /// <summary>-EnableExecuteCommand needs a task role, and the task definition has none.</summary>
    /// <remarks>Create a role with <c>Initialize-EcsRole Task -EnableExecuteCommand</c> and register the definition with it.</remarks>
    public static readonly ErrorCode ExecNeedsTaskRole = Define(TasksArea, ErrorKind.Unsuitable);

    /// <summary>The agent for ECS Exec cannot be reached.</summary>
    /// <remarks>Give the task network access to Systems Manager: a public address, a NAT gateway, or an endpoint for ssmmessages.</remarks>
    public static readonly ErrorCode ExecNotConnected = Define(TasksArea, ErrorKind.Unavailable);

    /// <summary>The task was started without ECS Exec.</summary>
    /// <remarks>Start it with -EnableExecuteCommand, and with a task role that allows ECS Exec.</remarks>
    public static readonly ErrorCode ExecNotEnabled = Define(TasksArea, ErrorKind.Conflict);

    /// <summary>The task role does not allow ECS Exec.</summary>
    /// <remarks>Run <c>Initialize-EcsRole Task -EnableExecuteCommand</c> for the role, then start the task again.</remarks>
    public static readonly ErrorCode ExecRoleLacksRights = Define(TasksArea, ErrorKind.PermissionDenied);

    /// <summary>The value of -Count is less than 1.</summary>
    /// <remarks>Use <c>-Count 1</c> or more.</remarks>
    public static readonly ErrorCode InvalidCount = Define(TasksArea, ErrorKind.InvalidArgument);

    /// <summary>CloudWatch Logs does not accept the filter pattern.</summary>
    /// <remarks>Use words that a line must have, such as <c>'error timeout'</c>, or <c>'{ $.level = "error" }'</c> for JSON.</remarks>
    public static readonly ErrorCode InvalidLogFilter = Define(TasksArea, ErrorKind.InvalidArgument);

    /// <summary>The overrides of a task are not valid.</summary>
    /// <remarks>Correct the field that the error names.</remarks>
    public static readonly ErrorCode InvalidOverrides = Define(TasksArea, ErrorKind.InvalidArgument);

    /// <summary>The value of -StartedBy is too long.</summary>
    /// <remarks>Shorten it.</remarks>
    public static readonly ErrorCode InvalidStartedBy = Define(TasksArea, ErrorKind.InvalidArgument);

    /// <summary>The overrides of a task are longer than ECS allows.</summary>
    /// <remarks>Move long values into the image, a file in S3 or Parameter Store.</remarks>
    public static readonly ErrorCode OverridesTooLong = Define(TasksArea, ErrorKind.LimitExceeded);

    /// <summary>The Session Manager plugin is not installed.</summary>
    /// <remarks>Install the plugin; the sandbox does not need it.</remarks>
    public static readonly ErrorCode SessionManagerPluginMissing = Define(TasksArea, ErrorKind.NotFound);

    /// <summary>Fargate Spot does not run Windows containers.</summary>
    /// <remarks>Leave out -Spot.</remarks>
    public static readonly ErrorCode SpotNotForWindows = Define(TasksArea, ErrorKind.Unsuitable);

    /// <summary>A task failed.</summary>
    /// <remarks>Follow the remedy of the failure, which the error's TargetObject holds.</remarks>
    public static readonly ErrorCode TaskFailed = Define(TasksArea, ErrorKind.Failed);

    /// <summary>There is no such task: ECS forgets a task about an hour after it has stopped.</summary>
    /// <remarks><c>Get-FargateTask -Status All</c> shows the tasks that ECS knows.</remarks>
    public static readonly ErrorCode TaskNotFound = Define(TasksArea, ErrorKind.NotFound);

    /// <summary>ECS did not start a task.</summary>
    /// <remarks>See the reason in the message; if capacity is short, try again or use other subnets.</remarks>
    public static readonly ErrorCode TaskNotPlaced = Define(TasksArea, ErrorKind.Failed);

    /// <summary>The command names neither a task nor a service whose tasks are meant.</summary>
    /// <remarks>Give -TaskArn or -ServiceName, or pipe tasks or services.</remarks>
    public static readonly ErrorCode TaskNotNamed = Define(TasksArea, ErrorKind.InvalidArgument);

    /// <summary>The task no longer runs.</summary>
    /// <remarks>Get-FargateTask lists the tasks that run; Get-FargateFailure says why one has ended.</remarks>
    public static readonly ErrorCode TaskNotRunning = Define(TasksArea, ErrorKind.Conflict);

    /// <summary>The task runs, but its health check fails.</summary>
    /// <remarks>Read its log with Get-FargateLog, and check the command and the start period of the health check.</remarks>
    public static readonly ErrorCode TaskUnhealthy = Define(TasksArea, ErrorKind.Failed);

    /// <summary>A task did not reach the expected state in time.</summary>
    /// <remarks>Wait longer with <c>Wait-FargateTask -Timeout</c>, or stop the task with Stop-FargateTask.</remarks>
    public static readonly ErrorCode TaskWaitTimeout = Define(TasksArea, ErrorKind.Timeout);

    /// <summary>A task id was given without its cluster.</summary>
    /// <remarks>Choose the cluster with -Cluster, or give the ARN of the task.</remarks>
    public static readonly ErrorCode TaskWithoutCluster = Define(TasksArea, ErrorKind.InvalidArgument);

    /// <summary>The task does not write to CloudWatch Logs.</summary>
    /// <remarks>Register it with <c>Register-FargateTask -LogGroup</c>, and start it again.</remarks>
    public static readonly ErrorCode TaskWithoutLog = Define(TasksArea, ErrorKind.NotFound);
}
