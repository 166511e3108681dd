namespace EcsTools;

/// <content>Load balancers and routes.</content>
public static partial class ErrorCodes
{
    private const string RoutingArea = "Load balancers and routes";

    /// <summary>Elastic Load Balancing cannot write the access log to the bucket.</summary>
    /// <remarks>The bucket must exist in the region of the load balancer, its encryption must be SSE-S3, and its policy must allow
    /// <c>logdelivery.elasticloadbalancing.amazonaws.com</c> to put objects.</remarks>
    public static readonly ErrorCode AccessLogBucketRefused = Define(RoutingArea, ErrorKind.PermissionDenied);

    /// <summary>-AllowFrom was given, and the load balancer uses security groups that EcsTools did not create.</summary>
    /// <remarks>Change the rules of that group, or leave out -SecurityGroup to have one created.</remarks>
    public static readonly ErrorCode AllowFromWithSecurityGroup = Define(RoutingArea, ErrorKind.Unsuitable);

    /// <summary>A parameter for HTTPS was given without a certificate.</summary>
    /// <remarks>Add -Certificate with a domain name or an ARN.</remarks>
    public static readonly ErrorCode CertificateMissing = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>AWS Certificate Manager has no certificate for the domain in this region.</summary>
    /// <remarks>Request one there, or give the ARN of another certificate.</remarks>
    public static readonly ErrorCode CertificateNotFound = Define(RoutingArea, ErrorKind.NotFound);

    /// <summary>The certificate for the domain was requested, but the domain is not validated yet.</summary>
    /// <remarks>Create the DNS records that AWS Certificate Manager shows.</remarks>
    public static readonly ErrorCode CertificateNotIssued = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>A target group must be created, and its port was not given.</summary>
    /// <remarks>Give -ContainerPort.</remarks>
    public static readonly ErrorCode ContainerPortMissing = Define(RoutingArea, ErrorKind.Unsuitable);

    /// <summary>-Default was given together with a condition.</summary>
    /// <remarks>Leave out one of them.</remarks>
    public static readonly ErrorCode DefaultRouteWithCondition = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>The load balancer has no listener on that port.</summary>
    /// <remarks>Create it with <c>New-FargateLoadBalancer -Port</c>.</remarks>
    public static readonly ErrorCode ListenerNotFound = Define(RoutingArea, ErrorKind.NotFound);

    /// <summary>The listener of the port exists with the other protocol.</summary>
    /// <remarks>Choose another port for HTTPS with -Port.</remarks>
    public static readonly ErrorCode ListenerProtocolDiffers = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>AWS could not create the load balancer.</summary>
    /// <remarks>Remove it and create it again.</remarks>
    public static readonly ErrorCode LoadBalancerFailed = Define(RoutingArea, ErrorKind.Failed);

    /// <summary>A load balancer that still sends requests to services was to be removed.</summary>
    /// <remarks>Remove the services first, or use -Force.</remarks>
    public static readonly ErrorCode LoadBalancerInUse = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>There is no load balancer of that name in the region.</summary>
    /// <remarks>Create it with New-FargateLoadBalancer, or choose another region with -Region.</remarks>
    public static readonly ErrorCode LoadBalancerNotFound = Define(RoutingArea, ErrorKind.NotFound);

    /// <summary>ECS Express Mode created the load balancer and manages it.</summary>
    /// <remarks>Create another one with New-FargateLoadBalancer.</remarks>
    public static readonly ErrorCode LoadBalancerOfExpressMode = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>The load balancer is not an Application Load Balancer.</summary>
    /// <remarks>Choose another name.</remarks>
    public static readonly ErrorCode LoadBalancerOfOtherType = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>The load balancer is protected from deletion.</summary>
    /// <remarks>Turn the protection off with <c>New-FargateLoadBalancer -DeletionProtection:$false</c>.</remarks>
    public static readonly ErrorCode LoadBalancerProtected = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>AWS cannot change whether a load balancer is internal.</summary>
    /// <remarks>Create another load balancer.</remarks>
    public static readonly ErrorCode LoadBalancerSchemeFixed = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>The load balancer did not become active in time.</summary>
    /// <remarks>Wait longer with -Timeout.</remarks>
    public static readonly ErrorCode LoadBalancerTimeout = Define(RoutingArea, ErrorKind.Timeout);

    /// <summary>The listener has no free priority where the route belongs.</summary>
    /// <remarks>Choose one with -Priority, or remove routes that you no longer need.</remarks>
    public static readonly ErrorCode NoFreePriority = Define(RoutingArea, ErrorKind.LimitExceeded);

    /// <summary>-Revert was given, and no change of the weights was recorded.</summary>
    /// <remarks>Set the weights with -Weight.</remarks>
    public static readonly ErrorCode NothingToRevert = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>-Weight leaves a part of the requests to the current target group, and there is none.</summary>
    /// <remarks>Leave out -Weight.</remarks>
    public static readonly ErrorCode NothingToShareWith = Define(RoutingArea, ErrorKind.Unsuitable);

    /// <summary>Both -Path and -PathRegex say which paths a route applies to.</summary>
    /// <remarks>Use one of them.</remarks>
    public static readonly ErrorCode PathAndPathRegex = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>Another rule of the listener has the priority.</summary>
    /// <remarks>Use the free priority that the error names, or leave out -Priority.</remarks>
    public static readonly ErrorCode PriorityTaken = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>Routes of several load balancers have the name.</summary>
    /// <remarks>Choose the load balancer with -LoadBalancer.</remarks>
    public static readonly ErrorCode RouteAmbiguous = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>A route does not say which requests it applies to.</summary>
    /// <remarks>Give -Path, -HostName or another condition, or use -Default.</remarks>
    public static readonly ErrorCode RouteConditionMissing = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>Another route is for exactly the same requests.</summary>
    /// <remarks>Share the requests with -Weight, or remove the other route first.</remarks>
    public static readonly ErrorCode RouteExists = Define(RoutingArea, ErrorKind.AlreadyExists);

    /// <summary>There is no route of that name.</summary>
    /// <remarks>Get-FargateRoute lists all routes.</remarks>
    public static readonly ErrorCode RouteNotFound = Define(RoutingArea, ErrorKind.NotFound);

    /// <summary>A command that changes or removes routes was called without one.</summary>
    /// <remarks>Give -RouteName or -ListenerRuleArn, or -LoadBalancer with -Default.</remarks>
    public static readonly ErrorCode RouteNotNamed = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>The deployments of a service move the traffic of the route.</summary>
    /// <remarks>Change the strategy of the service or remove the service first.</remarks>
    public static readonly ErrorCode RouteOwnedByService = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>Several rules have the name of the route, and only one can have the new priority or conditions.</summary>
    /// <remarks>Choose one with -ListenerRuleArn.</remarks>
    public static readonly ErrorCode SeveralRules = Define(RoutingArea, ErrorKind.Unsuitable);

    /// <summary>A parameter for steps was given without -StepPercent.</summary>
    /// <remarks>Add -StepPercent.</remarks>
    public static readonly ErrorCode StepPercentMissing = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>-StepPercent was given without -Weight.</summary>
    /// <remarks>Add -Weight.</remarks>
    public static readonly ErrorCode StepsWithoutWeight = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>The subnets of a load balancer are in one availability zone, or two of them are.</summary>
    /// <remarks>Give one subnet in each of two or more zones.</remarks>
    public static readonly ErrorCode SubnetsOfOneZone = Define(RoutingArea, ErrorKind.Unsuitable);

    /// <summary>The target group is in another VPC, or another load balancer uses it.</summary>
    /// <remarks>Use another -Name.</remarks>
    public static readonly ErrorCode TargetGroupElsewhere = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>There is no target group with that ARN in the region.</summary>
    /// <remarks>Add a route with Add-FargateRoute, and pipe it to New-FargateService.</remarks>
    public static readonly ErrorCode TargetGroupNotFound = Define(RoutingArea, ErrorKind.NotFound);

    /// <summary>The target group has the protocol version HTTP2 or GRPC, and the listener is not HTTPS.</summary>
    /// <remarks>Add the route to an HTTPS listener: -ListenerPort.</remarks>
    public static readonly ErrorCode TargetGroupNeedsHttps = Define(RoutingArea, ErrorKind.Unsuitable);

    /// <summary>The target group exists with another target type than ip.</summary>
    /// <remarks>Use another -Name.</remarks>
    public static readonly ErrorCode TargetGroupOfOtherType = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>The target group exists with another port, which AWS cannot change.</summary>
    /// <remarks>Use its port, or another -Name.</remarks>
    public static readonly ErrorCode TargetGroupPortFixed = Define(RoutingArea, ErrorKind.Conflict);

    /// <summary>-Weight names a target group that does not exist.</summary>
    /// <remarks>Use the names that Get-FargateRoute shows, or create the group with Add-FargateRoute.</remarks>
    public static readonly ErrorCode TargetGroupUnknown = Define(RoutingArea, ErrorKind.NotFound);

    /// <summary>A route has more conditions or wildcards than a rule can have.</summary>
    /// <remarks>Leave out some of them.</remarks>
    public static readonly ErrorCode TooManyConditions = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>A rule would forward to more target groups than AWS allows.</summary>
    /// <remarks>Remove one that receives nothing with <c>Set-FargateRoute -Weight</c>.</remarks>
    public static readonly ErrorCode TooManyTargetGroupsOfRule = Define(RoutingArea, ErrorKind.LimitExceeded);

    /// <summary>Too many targets failed while the weights moved step by step, so the weights from before were restored.</summary>
    /// <remarks>Find the cause with Get-FargateRoute and Get-FargateFailure, and run the command again.</remarks>
    public static readonly ErrorCode TrafficTurnedBack = Define(RoutingArea, ErrorKind.Failed);

    /// <summary>Both -Weight and -Revert say what the weights shall be.</summary>
    /// <remarks>Use one of them.</remarks>
    public static readonly ErrorCode WeightAndRevert = Define(RoutingArea, ErrorKind.InvalidArgument);

    /// <summary>The deployments of a service set the weights of the rule.</summary>
    /// <remarks>Deploy the service instead, or use -Force while no deployment is in progress.</remarks>
    public static readonly ErrorCode WeightsOwnedByDeployment = Define(RoutingArea, ErrorKind.Conflict);
}
