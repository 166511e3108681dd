namespace EcsTools.Costs;

/// <summary>Names of the prices in prices.json. The unit is in the comment.</summary>
internal static class PriceNames
{
    /// <summary>A vCPU and hour of a processor architecture: <c>x86</c>, <c>arm</c> or <c>windows</c>.</summary>
    public static string Vcpu(string architecture) => $"fargate.{architecture}.vcpu";

    /// <summary>A GB of memory and hour.</summary>
    public static string Memory(string architecture) => $"fargate.{architecture}.memory";

    /// <summary>A vCPU and hour of Fargate Spot.</summary>
    public static string SpotVcpu(string architecture) => $"spot.{architecture}.vcpu";

    /// <summary>A GB of memory and hour of Fargate Spot.</summary>
    public static string SpotMemory(string architecture) => $"spot.{architecture}.memory";

    /// <summary>The licence of Windows for a vCPU and hour.</summary>
    public const string WindowsLicense = "fargate.windows.license";

    /// <summary>A GB of ephemeral storage beyond the 20 included, and hour.</summary>
    public const string Storage = "fargate.storage";

    /// <summary>A public IPv4 address and hour.</summary>
    public const string PublicIp = "ipv4";

    /// <summary>An Application Load Balancer and hour. A part of an hour is billed as a whole one.</summary>
    public const string LoadBalancer = "alb.hour";

    /// <summary>A capacity unit (LCU) and hour.</summary>
    public const string LoadBalancerUnit = "alb.lcu";

    /// <summary>A NAT gateway and hour.</summary>
    public const string NatGateway = "nat.hour";

    /// <summary>A GB through a NAT gateway.</summary>
    public const string NatTraffic = "nat.gb";

    /// <summary>A GB that CloudWatch Logs takes in.</summary>
    public const string Logs = "logs.gb";

    /// <summary>A GB and month of log lines that are kept.</summary>
    public const string LogStorage = "logs.storage";

    /// <summary>A GB and month of images in ECR.</summary>
    public const string ImageStorage = "ecr.storage";

    /// <summary>A GB and month of a gp3 volume.</summary>
    public const string Disk = "ebs.gp3";

    /// <summary>What the names of instances begin with.</summary>
    public const string InstancePrefix = "ec2.";

    /// <summary>An instance with Linux and hour.</summary>
    public static string Instance(string type) => InstancePrefix + type;
}
