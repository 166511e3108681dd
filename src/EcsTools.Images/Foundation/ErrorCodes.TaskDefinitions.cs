namespace EcsTools;

/// <content>Task definitions.</content>
public static partial class ErrorCodes
{
    private const string TaskDefinitionsArea = "Task definitions";

    /// <summary>The file exists already, and -NoClobber was given.</summary>
    /// <remarks>Give another -Path, or leave out -NoClobber.</remarks>
    public static readonly ErrorCode FileExists = Define(TaskDefinitionsArea, ErrorKind.AlreadyExists);

    /// <summary>Two task definitions of one command would be written to the same file.</summary>
    /// <remarks>Give an existing folder as -Path, and export one revision of each family.</remarks>
    public static readonly ErrorCode FileWrittenTwice = Define(TaskDefinitionsArea, ErrorKind.Conflict);

    /// <summary>A setting of the health check was given, and the container has no health check command.</summary>
    /// <remarks>Give the command with -HealthCheckCommand.</remarks>
    public static readonly ErrorCode HealthCheckWithoutCommand = Define(TaskDefinitionsArea, ErrorKind.Unsuitable);

    /// <summary>Fargate has no size with this CPU and memory.</summary>
    /// <remarks>Use the nearest size, which the error names.</remarks>
    public static readonly ErrorCode InvalidCpuMemoryPair = Define(TaskDefinitionsArea, ErrorKind.Unsuitable);

    /// <summary>A value of -DependsOn is not a dependency.</summary>
    /// <remarks>Give a container and a condition, such as <c>db:HEALTHY</c>.</remarks>
    public static readonly ErrorCode InvalidDependsOn = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not an environment file that ECS can read.</summary>
    /// <remarks>Upload it to S3 under a name that ends with .env, and give <c>s3://bucket/key.env</c> or its ARN.</remarks>
    public static readonly ErrorCode InvalidEnvironmentFile = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a task definition family.</summary>
    /// <remarks>Give the family without a revision: letters, digits, <c>-</c> and <c>_</c>.</remarks>
    public static readonly ErrorCode InvalidFamily = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A container has no image, or its value is not an image.</summary>
    /// <remarks>Give the repository and tag with the registry in front, as Push-EcrImage emits it in ImageUri.</remarks>
    public static readonly ErrorCode InvalidImageUri = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>Fargate does not have the log driver.</summary>
    /// <remarks>Use awslogs, splunk or awsfirelens.</remarks>
    public static readonly ErrorCode InvalidLogDriver = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a valid name for a log group.</summary>
    /// <remarks>Use a name such as <c>/ecs/web</c>.</remarks>
    public static readonly ErrorCode InvalidLogGroup = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>CloudWatch Logs cannot keep log lines for that number of days.</summary>
    /// <remarks>Use the nearest number, which the error names.</remarks>
    public static readonly ErrorCode InvalidLogRetention = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A task definition file is not valid.</summary>
    /// <remarks>Correct the file: it must be what <c>aws ecs register-task-definition --cli-input-json</c> takes.</remarks>
    public static readonly ErrorCode InvalidTaskDefinitionFile = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a limit of a process.</summary>
    /// <remarks>Write a name and a limit, such as <c>nofile=65536</c>.</remarks>
    public static readonly ErrorCode InvalidUlimit = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a volume.</summary>
    /// <remarks>Write source and path, such as <c>scratch:/tmp/work</c> or <c>fs-0123456789abcdef0:/data</c>.</remarks>
    public static readonly ErrorCode InvalidVolume = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>A placeholder in a task definition has no value.</summary>
    /// <remarks>Set the variable first, or write a default into the placeholder.</remarks>
    public static readonly ErrorCode PlaceholderWithoutValue = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);

    /// <summary>The secret of -PullCredential is marked for deletion.</summary>
    /// <remarks>Restore it with <c>aws secretsmanager restore-secret</c>.</remarks>
    public static readonly ErrorCode PullSecretDeleted = Define(TaskDefinitionsArea, ErrorKind.Conflict);

    /// <summary>There is no secret with the name or ARN of -PullCredential.</summary>
    /// <remarks>Give the name or ARN of a secret in the same region, or a user and password.</remarks>
    public static readonly ErrorCode PullSecretNotFound = Define(TaskDefinitionsArea, ErrorKind.NotFound);

    /// <summary>The task definition was deregistered.</summary>
    /// <remarks>Use the family's newest active revision, or register the definition again.</remarks>
    public static readonly ErrorCode TaskDefinitionInactive = Define(TaskDefinitionsArea, ErrorKind.Conflict);

    /// <summary>A task definition was deregistered, but not deleted.</summary>
    /// <remarks>Run the command again with -Delete after a while.</remarks>
    public static readonly ErrorCode TaskDefinitionNotDeleted = Define(TaskDefinitionsArea, ErrorKind.Failed);

    /// <summary>The task definition is not for Fargate.</summary>
    /// <remarks>Register one for Fargate with Register-FargateTask.</remarks>
    public static readonly ErrorCode TaskDefinitionNotForFargate = Define(TaskDefinitionsArea, ErrorKind.Unsuitable);

    /// <summary>There is no task definition of that name in the region.</summary>
    /// <remarks>Get-FargateTaskDefinition lists the families.</remarks>
    public static readonly ErrorCode TaskDefinitionNotFound = Define(TaskDefinitionsArea, ErrorKind.NotFound);

    /// <summary>Both -Path and -InputObject say which definition to start from.</summary>
    /// <remarks>Leave out one of them.</remarks>
    public static readonly ErrorCode TwoOrigins = Define(TaskDefinitionsArea, ErrorKind.InvalidArgument);
}
