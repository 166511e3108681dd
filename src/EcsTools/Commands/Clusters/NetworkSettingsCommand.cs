using System.Management.Automation;

namespace EcsTools.Commands.Clusters;

/// <summary>A command that places tasks in a network.</summary>
public abstract class NetworkSettingsCommand : ClusterSelectionCommand
{
    /// <summary>Ids of the subnets in which the tasks run. At most 16, all in one VPC.</summary>
    /// <value>
    /// the public subnets of the default VPC; Set-FargateService, Set-EcsScheduledTask and a repeated New-FargateService keep the current ones
    /// </value>
    [Parameter]
    [Alias("SubnetId")]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[]? Subnet { get; set; }

    /// <summary>Ids of the security groups of the tasks. At most 5.</summary>
    /// <value>
    /// a group named ecstools- and the family, which opens the ports of the task definition; current groups are kept as for -Subnet
    /// </value>
    [Parameter]
    [Alias("SecurityGroupId")]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? SecurityGroup { get; set; }

    /// <summary>
    /// Gives each task a public IP address. Tasks in public subnets get one unless you use -AssignPublicIp:$false. A task without a public address
    /// needs a NAT gateway or VPC endpoints to pull its image.
    /// </summary>
    [Parameter]
    public SwitchParameter AssignPublicIp { get; set; }

    /// <summary>Whether to assign a public address; null lets the subnets decide.</summary>
    private protected bool? PublicIp => IsBound(nameof(AssignPublicIp)) ? AssignPublicIp.ToBool() : null;
}
