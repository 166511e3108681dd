using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Routing;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Apps;

/// <content>The parameters.</content>
public abstract partial class AppSourceCommand
{
    /// <summary>
    /// Path of the folder with the Dockerfile, or of a compose file. A folder without a Dockerfile means its compose.yaml. Wildcards are allowed but must match
    /// exactly one file or folder.
    /// </summary>
    /// <value>the current folder</value>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>The same as -Path, but without wildcards. Folders from the pipeline bind here.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [Subject(typeof(System.IO.FileSystemInfo))]
    public string? LiteralPath { get; set; }

    /// <summary>Name of the app: 1 to 32 letters, digits and hyphens. Its repository, task definition and service have the same name.</summary>
    /// <value>the name in the compose file, or the name of the folder</value>
    [Parameter]
    [Alias("AppName")]
    public virtual string? Name { get; set; }

    /// <summary>Compose files that override what the file of -Path says. Each overrides those before it.</summary>
    /// <value>compose.override.yaml beside the file, if -Path is a folder</value>
    [Parameter]
    public string[]? ComposeOverride { get; set; }

    /// <summary>Profiles of the compose file to activate. * activates all. Services without a profile are always published.</summary>
    /// <value>the profiles in the variable COMPOSE_PROFILES</value>
    [Parameter]
    public string[]? ComposeProfile { get; set; }

    /// <summary>Name or ARN of the cluster. It is created if it does not exist.</summary>
    /// <value>ecstools</value>
    [Parameter]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    public string? Cluster { get; set; }

    /// <summary>Port that the program listens on, 1 to 65535.</summary>
    /// <value>the port of EXPOSE in the Dockerfile</value>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>CPU units (256) or vCPUs ('0.25 vCPU') of each task.</summary>
    /// <value>256, or the smallest value that fits -Memory</value>
    [Parameter]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Cpu { get; set; }

    /// <summary>Memory of each task in MiB (512) or gigabytes ('1 GB').</summary>
    /// <value>512, or the smallest value that fits -Cpu</value>
    [Parameter]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Memory { get; set; }

    /// <summary>Processor to build for and to run on: X86_64 or ARM64.</summary>
    /// <value>the platform in the Dockerfile, or that of the Docker engine</value>
    [Parameter]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    public string? Architecture { get; set; }

    /// <summary>Number of tasks to keep running.</summary>
    /// <value>1 for a new service; an existing service keeps its count</value>
    [Parameter]
    [ValidateRange(0, 5000)]
    public int? DesiredCount { get; set; }

    /// <summary>Minimum number of tasks if the service is scaled.</summary>
    /// <value>1</value>
    [Parameter]
    public int? MinimumCount { get; set; }

    /// <summary>Maximum number of tasks if the service is scaled.</summary>
    [Parameter]
    public int? MaximumCount { get; set; }

    /// <summary>Use of the CPU in percent that scaling aims at.</summary>
    /// <value>60 if the service is scaled</value>
    [Parameter]
    public double? CpuTarget { get; set; }

    /// <summary>
    /// Environment variables, such as @{ LOG_LEVEL = 'info' }. Everyone who can read the task definition can read them: use -Secret for secrets.
    /// </summary>
    [Parameter]
    public Hashtable? Environment { get; set; }

    /// <summary>
    /// Environment variables whose values come from Secrets Manager or Parameter Store, such as @{ DB_PASSWORD = '/shop/db' }: ARNs or names of parameters.
    /// </summary>
    [Parameter]
    public Hashtable? Secret { get; set; }

    /// <summary>
    /// Login of ECS to a private registry that is not ECR, for the services of a compose file with such an image and without x-fargate.pullCredential: the name
    /// or ARN of a secret in Secrets Manager, or a user name and password. From a user name and password the command creates the secret
    /// ecstools/pull/registry/user, or changes it if it exists. The execution role that EcsTools creates may read this secret.
    /// </summary>
    /// <value>none; ECS pulls without a login, and from ECR with the execution role</value>
    [Parameter]
    public object? PullCredential { get; set; }

    /// <summary>Path of the Dockerfile, relative to the folder.</summary>
    /// <value>Dockerfile</value>
    [Parameter]
    public string? Dockerfile { get; set; }

    /// <summary>Build arguments, such as @{ BASE_IMAGE = 'node:22-slim' }. They stay visible in the image: do not use them for secrets.</summary>
    [Parameter]
    public Hashtable? BuildArg { get; set; }

    /// <summary>Stage of the Dockerfile to build.</summary>
    /// <value>the last stage</value>
    [Parameter]
    public string? Target { get; set; }

    /// <summary>Name or ARN of the load balancer. It is created if it does not exist.</summary>
    /// <value>ecstools</value>
    [Parameter]
    [ArgumentCompleter(typeof(LoadBalancerCompleter))]
    public string? LoadBalancer { get; set; }

    /// <summary>Publishes a service without a load balancer, such as a worker. If its tasks have public addresses, they can be reached there.</summary>
    [Parameter]
    public SwitchParameter NoLoadBalancer { get; set; }

    /// <summary>Paths that the app answers, such as /shop*. * stands for any number of characters, and ? for one.</summary>
    /// <value>every path without another route</value>
    [Parameter]
    public string[]? RoutePath { get; set; }

    /// <summary>Host names that the app answers, such as shop.example.com.</summary>
    /// <value>every host name</value>
    [Parameter]
    public string[]? HostName { get; set; }

    /// <summary>Certificates for HTTPS: domain names, which are looked up in AWS Certificate Manager, or ARNs.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public string[]? Certificate { get; set; }

    /// <summary>Gives a new load balancer only private addresses. AWS cannot change this later.</summary>
    [Parameter]
    public SwitchParameter Internal { get; set; }

    /// <summary>Ids of the subnets in which the tasks run.</summary>
    /// <value>the public subnets of the default VPC; an existing service keeps its subnets</value>
    [Parameter]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[]? Subnet { get; set; }

    /// <summary>Ids of the subnets of a new load balancer, one in each of two or more availability zones.</summary>
    /// <value>a public subnet of the default VPC in each zone</value>
    [Parameter]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[]? LoadBalancerSubnet { get; set; }

    /// <summary>Path that the load balancer requests to check the health of a task.</summary>
    /// <value>the path that HEALTHCHECK in the Dockerfile requests, or /</value>
    [Parameter]
    public string? HealthCheckPath { get; set; }

    /// <summary>Time after the start of a task in which failed health checks of the load balancer do not count, such as 2m.</summary>
    /// <value>60s for a new service</value>
    [Parameter]
    [Duration]
    public TimeSpan? HealthCheckGracePeriod { get; set; }

    /// <summary>How a deployment replaces the tasks. BlueGreen, Linear and Canary move the traffic between two target groups.</summary>
    /// <value>Rolling for a new service</value>
    [Parameter]
    public FargateDeploymentStrategy? Strategy { get; set; }

    /// <summary>
    /// Program and arguments to run in a task of the new image before the service changes, such as a migration. The task has the network of the service. It
    /// runs only if the service is deployed, and it may run again if a publication was interrupted.
    /// </summary>
    [Parameter]
    public string[]? Before { get; set; }

    /// <summary>Days to keep the lines of the log groups; 0 keeps them for ever.</summary>
    /// <value>30; an existing log group keeps its retention</value>
    [Parameter]
    [ArgumentCompleter(typeof(LogRetentionCompleter))]
    public int LogRetention { get; set; } = 30;

    /// <summary>Tag of the pushed image. The task definition names the image by its digest, so that a revision always runs the same image.</summary>
    /// <value>latest</value>
    [Parameter]
    public string? ImageTag { get; set; }

    /// <summary>Weight of Spot capacity, 0 to 1000. Spot is cheaper, but AWS can stop the tasks at two minutes' notice.</summary>
    [Parameter]
    public int? SpotWeight { get; set; }
}
