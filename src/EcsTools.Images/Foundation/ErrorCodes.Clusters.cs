namespace EcsTools;

/// <content>Clusters and networks.</content>
public static partial class ErrorCodes
{
    private const string ClustersArea = "Clusters and networks";

    /// <summary>A new cluster did not become active in time.</summary>
    /// <remarks>Look at it with Get-FargateCluster.</remarks>
    public static readonly ErrorCode ClusterNotActive = Define(ClustersArea, ErrorKind.Timeout);

    /// <summary>A cluster cannot be removed because it still has services, tasks or container instances.</summary>
    /// <remarks>Stop the tasks first, or use -Force.</remarks>
    public static readonly ErrorCode ClusterNotEmpty = Define(ClustersArea, ErrorKind.Conflict);

    /// <summary>There is no cluster of that name in the region.</summary>
    /// <remarks>Create it with New-FargateCluster, or choose another region with -Region.</remarks>
    public static readonly ErrorCode ClusterNotFound = Define(ClustersArea, ErrorKind.NotFound);

    /// <summary>The tasks of a cluster did not stop in time.</summary>
    /// <remarks>Run the command again: it continues where it ended.</remarks>
    public static readonly ErrorCode ClusterTasksDoNotStop = Define(ClustersArea, ErrorKind.Timeout);

    /// <summary>The cluster has no capacity provider for Spot.</summary>
    /// <remarks>Add it with New-FargateCluster, which updates an existing cluster.</remarks>
    public static readonly ErrorCode ClusterWithoutSpot = Define(ClustersArea, ErrorKind.Conflict);

    /// <summary>A value is not a setting of Container Insights.</summary>
    /// <remarks>Use disabled, enabled or enhanced.</remarks>
    public static readonly ErrorCode InvalidContainerInsights = Define(ClustersArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a port that a Fargate task can have.</summary>
    /// <remarks>Give the port that the container listens on, such as <c>80</c> or <c>53/udp</c>.</remarks>
    public static readonly ErrorCode InvalidPort = Define(ClustersArea, ErrorKind.InvalidArgument);

    /// <summary>No subnet was given, and the region has no default VPC with a public subnet.</summary>
    /// <remarks>Choose the network with -Subnet, or create a default VPC with <c>aws ec2 create-default-vpc</c>.</remarks>
    public static readonly ErrorCode NoDefaultNetwork = Define(ClustersArea, ErrorKind.NotFound);

    /// <summary>A security group does not exist.</summary>
    /// <remarks>Give ids such as <c>sg-0123456789abcdef0</c>, or leave out -SecurityGroup to have one created.</remarks>
    public static readonly ErrorCode SecurityGroupNotFound = Define(ClustersArea, ErrorKind.NotFound);

    /// <summary>A security group and the subnets are not in the same VPC.</summary>
    /// <remarks>Name groups and subnets of one VPC.</remarks>
    public static readonly ErrorCode SecurityGroupOfOtherVpc = Define(ClustersArea, ErrorKind.Unsuitable);

    /// <summary>A subnet does not exist in the region.</summary>
    /// <remarks>Give ids such as <c>subnet-0123456789abcdef0</c>, or leave out -Subnet to use the default VPC.</remarks>
    public static readonly ErrorCode SubnetNotFound = Define(ClustersArea, ErrorKind.NotFound);

    /// <summary>The subnets are in different VPCs.</summary>
    /// <remarks>Use subnets that are all in the same VPC.</remarks>
    public static readonly ErrorCode SubnetsOfSeveralVpcs = Define(ClustersArea, ErrorKind.InvalidArgument);

    /// <summary>There are more security groups than a task can have.</summary>
    /// <remarks>Name fewer.</remarks>
    public static readonly ErrorCode TooManySecurityGroups = Define(ClustersArea, ErrorKind.InvalidArgument);

    /// <summary>There are more subnets than a task can have.</summary>
    /// <remarks>Name fewer.</remarks>
    public static readonly ErrorCode TooManySubnets = Define(ClustersArea, ErrorKind.InvalidArgument);
}
