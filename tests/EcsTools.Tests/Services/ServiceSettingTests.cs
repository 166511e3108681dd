using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Services;
using Xunit;

namespace EcsTools.Tests.Services;

public class ServiceSettingTests
{
    private static readonly ServiceSettings Before = new()
    {
        TaskDefinition = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1",
        DesiredCount = 1,
        Balancers = [],
        ZoneRebalancing = false,
    };

    [Fact]
    public void A_service_of_Express_Mode_is_left_alone()
    {
        var service = new Amazon.ECS.Model.Service { ServiceName = "web", ServiceArn = "arn", ResourceManagementType = "ECS" };
        var error = Assert.Throws<EcsToolsException>(() => ServiceChecks.Owner(service));
        Assert.Equal(("ServiceOfExpressMode", "ServiceName"), (error.ErrorId, error.Parameter));
        service.ResourceManagementType = "CUSTOMER";
        ServiceChecks.Owner(service);
    }

    private static IEnumerable<ServiceSetting> Single
        => Enum.GetValues<ServiceSetting>().Where(setting => setting is not (ServiceSetting.None or ServiceSetting.Deploying));

    [Fact]
    public void Every_setting_is_a_member_of_UpdateService()
        => Assert.All(Single, setting => Assert.NotNull(typeof(UpdateServiceRequest).GetProperty(setting.ToString())));

    [Fact]
    public void Every_setting_of_a_service_or_revision_is_compared()
        => Assert.Equal(
            Single.Order(),
            Before.Fields().Concat(ServiceSettingsText.Revision(new ServiceRevision())).Select(field => field.Setting).Distinct().Order());

    /// <summary>Rows: the setting, its name for users, and whether its change replaces the tasks.</summary>
    [Theory]
    [InlineData(nameof(ServiceSetting.TaskDefinition), "taskDefinition", true)]
    [InlineData(nameof(ServiceSetting.DesiredCount), "desiredCount", false)]
    [InlineData(nameof(ServiceSetting.CapacityProviderStrategy), "capacityProviderStrategy", true)]
    [InlineData(nameof(ServiceSetting.NetworkConfiguration), "networkConfiguration.assignPublicIp", true)]
    [InlineData(nameof(ServiceSetting.DeploymentConfiguration), "deploymentConfiguration.maximumPercent", false)]
    [InlineData(nameof(ServiceSetting.LoadBalancers), "loadBalancers", true)]
    [InlineData(nameof(ServiceSetting.HealthCheckGracePeriodSeconds), "healthCheckGracePeriodSeconds", false)]
    [InlineData(nameof(ServiceSetting.ServiceConnectConfiguration), "serviceConnectConfiguration.namespace", true)]
    [InlineData(nameof(ServiceSetting.EnableExecuteCommand), "enableExecuteCommand", true)]
    [InlineData(nameof(ServiceSetting.AvailabilityZoneRebalancing), "availabilityZoneRebalancing", false)]
    public void A_change_is_known_by_its_setting_and_shown_by_its_name(string setting, string name, bool deploys)
    {
        var kind = Enum.Parse<ServiceSetting>(setting);
        var difference = Assert.Single(ServiceDifference.Between(Before.Fields(), Changed(kind).Fields()));
        Assert.Equal(kind, difference.Setting);
        Assert.Equal(name, difference.Change.Field);
        Assert.Equal(deploys, (kind & ServiceSetting.Deploying) != 0);
    }

    private static ServiceSettings Changed(ServiceSetting setting) => setting switch
    {
        ServiceSetting.TaskDefinition => Before with { TaskDefinition = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:2" },
        ServiceSetting.DesiredCount => Before with { DesiredCount = 2 },
        ServiceSetting.CapacityProviderStrategy => Before with { Capacity = [new() { CapacityProvider = "FARGATE_SPOT", Weight = 1 }] },
        ServiceSetting.NetworkConfiguration => Before with
        {
            Network = new NetworkConfiguration { AwsvpcConfiguration = new AwsVpcConfiguration { AssignPublicIp = AssignPublicIp.ENABLED } },
        },
        ServiceSetting.DeploymentConfiguration => Before with { Deployment = new DeploymentConfiguration { MaximumPercent = 150 } },
        ServiceSetting.LoadBalancers => Before with { Balancers = [new() { TargetGroupArn = "arn:1", ContainerName = "web", ContainerPort = 80 }] },
        ServiceSetting.HealthCheckGracePeriodSeconds => Before with { GracePeriod = 30 },
        ServiceSetting.ServiceConnectConfiguration => Before with
        {
            Connect = new ServiceConnectConfiguration { Enabled = true, Namespace = "shop" },
        },
        ServiceSetting.EnableExecuteCommand => Before with { ExecuteCommand = true },
        ServiceSetting.AvailabilityZoneRebalancing => Before with { ZoneRebalancing = true },
        _ => throw new ArgumentOutOfRangeException(nameof(setting)),
    };
}
