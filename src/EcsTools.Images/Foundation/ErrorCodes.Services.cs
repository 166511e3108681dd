namespace EcsTools;

/// <content>Services and scaling.</content>
public static partial class ErrorCodes
{
    private const string ServicesArea = "Services and scaling";

    /// <summary>-Image was given, and more or less than one container of the service runs an image of that repository.</summary>
    /// <remarks>Choose the container with -ContainerName.</remarks>
    public static readonly ErrorCode ContainerUnclear = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>The limits for a deployment allow ECS neither to stop an old task nor to start a new one.</summary>
    /// <remarks>Raise -MaximumPercent, or lower -MinimumHealthyPercent.</remarks>
    public static readonly ErrorCode DeploymentCannotProceed = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>Resume-FargateDeployment was called, and no deployment of the service waits at a pause.</summary>
    /// <remarks>Get-FargateDeployment shows the stage of each deployment. -PauseAt of Set-FargateService adds pauses.</remarks>
    public static readonly ErrorCode DeploymentDoesNotWait = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>The deployment succeeded before it could be rolled back.</summary>
    /// <remarks>Run Undo-FargateDeployment again: it goes back to the earlier revision.</remarks>
    public static readonly ErrorCode DeploymentFinishedFirst = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>The deployment is being rolled back already.</summary>
    /// <remarks>Wait for it with Wait-FargateService.</remarks>
    public static readonly ErrorCode DeploymentIsRolledBack = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>The service has no such deployment.</summary>
    /// <remarks>Get-FargateDeployment lists the deployments that ECS keeps.</remarks>
    public static readonly ErrorCode DeploymentNotFound = Define(ServicesArea, ErrorKind.NotFound);

    /// <summary>Both -Image and -TaskDefinition say what the service runs.</summary>
    /// <remarks>Use -Image for the current definition with another image, or -TaskDefinition for a registered revision.</remarks>
    public static readonly ErrorCode ImageAndTaskDefinition = Define(ServicesArea, ErrorKind.InvalidArgument);

    /// <summary>-RequestTarget was given, and the service does not tell which load balancer it uses.</summary>
    /// <remarks>Give its ARN with -LoadBalancerArn.</remarks>
    public static readonly ErrorCode LoadBalancerUnknown = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>The service has no scaling yet, and -MaximumCount was not given.</summary>
    /// <remarks>Give -MaximumCount.</remarks>
    public static readonly ErrorCode MaximumCountMissing = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>The deployment strategy moves traffic in parts, and the service has neither a load balancer nor Service Connect.</summary>
    /// <remarks>Give -TargetGroupArn or -ServiceConnect, or use <c>-Strategy BlueGreen</c>.</remarks>
    public static readonly ErrorCode NoTrafficToMove = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>The service has no earlier revision to go back to.</summary>
    /// <remarks>Choose a revision of its task definition with -TaskDefinition.</remarks>
    public static readonly ErrorCode NothingToUndo = Define(ServicesArea, ErrorKind.NotFound);

    /// <summary>A scaling parameter was given that needs a metric to scale on.</summary>
    /// <remarks>Give -CpuTarget, -MemoryTarget or -RequestTarget.</remarks>
    public static readonly ErrorCode NothingTracked = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>Rebalancing over availability zones needs a -MaximumPercent above 100.</summary>
    /// <remarks>Use <c>-MaximumPercent 200</c>, or <c>-AvailabilityZoneRebalancing:$false</c>.</remarks>
    public static readonly ErrorCode RebalancingNeedsRoom = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>-ServiceRevision names the revision that is being deployed now.</summary>
    /// <remarks>Leave out -ServiceRevision to roll that deployment back, or choose an earlier revision.</remarks>
    public static readonly ErrorCode RevisionIsBeingDeployed = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>The scaling of the service has no schedule of that name.</summary>
    /// <remarks>Set-FargateScaling without other parameters shows the schedules of a service.</remarks>
    public static readonly ErrorCode ScalingScheduleNotFound = Define(ServicesArea, ErrorKind.NotFound);

    /// <summary>A scaling schedule says when, but not what to change.</summary>
    /// <remarks>Give -MinimumCount, -MaximumCount or both.</remarks>
    public static readonly ErrorCode ScheduleChangesNothing = Define(ServicesArea, ErrorKind.InvalidArgument);

    /// <summary>A scaling schedule has no name.</summary>
    /// <remarks>Give it a name with -ScheduleName.</remarks>
    public static readonly ErrorCode ScheduleNameMissing = Define(ServicesArea, ErrorKind.InvalidArgument);

    /// <summary>A new scaling schedule does not say when it applies.</summary>
    /// <remarks>Give -Cron, -Every or -At.</remarks>
    public static readonly ErrorCode ScheduleTimeMissing = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>The first deployment of a service failed, so that there is nothing to roll back to.</summary>
    /// <remarks>Correct the cause and run the command again, or remove the service with Remove-FargateService.</remarks>
    public static readonly ErrorCode ServiceDeploymentFailed = Define(ServicesArea, ErrorKind.Failed);

    /// <summary>A newer deployment replaced the one that the command waited for.</summary>
    /// <remarks>Wait for the newer one with Wait-FargateService.</remarks>
    public static readonly ErrorCode ServiceDeploymentReplaced = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>The deployment of a service was stopped.</summary>
    /// <remarks>Correct the cause, which the message names, and deploy again.</remarks>
    public static readonly ErrorCode ServiceDeploymentStopped = Define(ServicesArea, ErrorKind.Failed);

    /// <summary>Several clusters have a service of that name, and the command does not say which.</summary>
    /// <remarks>Choose the cluster with -Cluster.</remarks>
    public static readonly ErrorCode ServiceAmbiguous = Define(ServicesArea, ErrorKind.InvalidArgument);

    /// <summary>The service is being removed.</summary>
    /// <remarks>Create it again with New-FargateService.</remarks>
    public static readonly ErrorCode ServiceDraining = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>The command names neither a service nor a task definition to name it after.</summary>
    /// <remarks>Give -ServiceName or -TaskDefinition.</remarks>
    public static readonly ErrorCode ServiceNameMissing = Define(ServicesArea, ErrorKind.InvalidArgument);

    /// <summary>The command waits for a service that is being removed.</summary>
    public static readonly ErrorCode ServiceNotActive = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>There is no service of that name in the cluster.</summary>
    /// <remarks>Create it with New-FargateService, or choose another place with -Cluster and -Region.</remarks>
    public static readonly ErrorCode ServiceNotFound = Define(ServicesArea, ErrorKind.NotFound);

    /// <summary>A schedule was given for a service that has no scaling.</summary>
    /// <remarks>Set the scaling first with <c>Set-FargateScaling -MinimumCount -MaximumCount</c>.</remarks>
    public static readonly ErrorCode ServiceNotScaled = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>ECS Express Mode created the service and manages it.</summary>
    /// <remarks>Change it with Express Mode, or create a service of another name.</remarks>
    public static readonly ErrorCode ServiceOfExpressMode = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>The deployments of the service are not controlled by ECS.</summary>
    /// <remarks>Change it with its own tool, such as CodeDeploy, or create another service.</remarks>
    public static readonly ErrorCode ServiceOfOtherController = Define(ServicesArea, ErrorKind.Conflict);

    /// <summary>A service was not removed in time.</summary>
    /// <remarks>Run the command again: it continues where it ended.</remarks>
    public static readonly ErrorCode ServiceRemovalTimeout = Define(ServicesArea, ErrorKind.Timeout);

    /// <summary>No deployment that ECS keeps has the service revision.</summary>
    /// <remarks>Get-FargateDeployment lists the deployments; -TaskDefinition deploys any revision of the task definition.</remarks>
    public static readonly ErrorCode ServiceRevisionNotFound = Define(ServicesArea, ErrorKind.NotFound);

    /// <summary>A deployment failed, and the rollback failed too.</summary>
    /// <remarks>Choose a revision with <c>Undo-FargateDeployment -TaskDefinition</c>.</remarks>
    public static readonly ErrorCode ServiceRollbackFailed = Define(ServicesArea, ErrorKind.Failed);

    /// <summary>A deployment failed and was rolled back; the earlier revision runs as before.</summary>
    /// <remarks>Correct the cause, which the message names, and deploy again.</remarks>
    public static readonly ErrorCode ServiceRolledBack = Define(ServicesArea, ErrorKind.Failed);

    /// <summary>The new tasks of a service keep failing.</summary>
    /// <remarks>Correct the cause, which the message names, or go back with Undo-FargateDeployment.</remarks>
    public static readonly ErrorCode ServiceTasksKeepFailing = Define(ServicesArea, ErrorKind.Failed);

    /// <summary>A service did not become stable in time.</summary>
    /// <remarks>Wait longer with <c>Wait-FargateService -Timeout</c>, or look at it with Get-FargateDeployment.</remarks>
    public static readonly ErrorCode ServiceWaitTimeout = Define(ServicesArea, ErrorKind.Timeout);

    /// <summary>A parameter for traffic from a target group was given, and no target group is named.</summary>
    /// <remarks>Name it with -TargetGroupArn.</remarks>
    public static readonly ErrorCode TargetGroupMissing = Define(ServicesArea, ErrorKind.InvalidArgument);

    /// <summary>It is not clear which port of the task the target group sends traffic to.</summary>
    /// <remarks>Name it with -ContainerName and -ContainerPort.</remarks>
    public static readonly ErrorCode TargetPortUnclear = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>A new service has no task definition.</summary>
    /// <remarks>Give -TaskDefinition, or pipe the definition from Register-FargateTask.</remarks>
    public static readonly ErrorCode TaskDefinitionMissing = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>The service would have more target groups than ECS allows.</summary>
    /// <remarks>Create a second service for the others.</remarks>
    public static readonly ErrorCode TooManyTargetGroups = Define(ServicesArea, ErrorKind.LimitExceeded);

    /// <summary>The deployment strategy moves traffic between two target groups, and only one was given.</summary>
    /// <remarks>
    /// Choose the second one with -AlternateTargetGroupArn, with -ListenerRuleArn and -LoadBalancerRoleArn; or use <c>-Strategy Rolling</c>.
    /// </remarks>
    public static readonly ErrorCode TrafficCannotMove = Define(ServicesArea, ErrorKind.Unsuitable);

    /// <summary>The earlier revision uses an image tag that has moved since, so that deploying it again would run the new image.</summary>
    /// <remarks>Deploy the old image by its digest, with <c>Set-FargateService -Image</c>.</remarks>
    public static readonly ErrorCode UndoNeedsDigest = Define(ServicesArea, ErrorKind.Conflict);
}
