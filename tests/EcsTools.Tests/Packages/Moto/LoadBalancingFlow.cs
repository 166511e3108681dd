using System.Linq;
using System.Threading.Tasks;
using Amazon.CertificateManager;
using Amazon.CertificateManager.Model;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Xunit;
using CertificateStatus = Amazon.CertificateManager.CertificateStatus;
using DescribeTagsRequest = Amazon.ElasticLoadBalancingV2.Model.DescribeTagsRequest;
using IpAddressType = Amazon.ElasticLoadBalancingV2.IpAddressType;
using Matcher = Amazon.ElasticLoadBalancingV2.Model.Matcher;
using Tag = Amazon.ElasticLoadBalancingV2.Model.Tag;

namespace EcsTools.Tests.Packages.Moto;

/// <summary>Every operation of Elastic Load Balancing and Certificate Manager in the order of their use, for any server.</summary>
internal sealed class LoadBalancingFlow(IAmazonElasticLoadBalancingV2 elb, IAmazonCertificateManager acm, IAmazonEC2 ec2)
{
    private const string Name = "contract";

    private string _balancer = "";
    private string _blue = "";
    private string _green = "";
    private string _listener = "";

    public async Task RunAsync()
    {
        var (vpc, subnets) = await NetworkAsync();
        await BalancerAsync(vpc, subnets);
        await GroupsAsync(vpc);
        await ListenerAsync();
        await RulesAsync();
        await TargetsAsync();
        await TagsAsync();
        await CertificatesAsync();
        Assert.NotEmpty((await elb.DescribeSSLPoliciesAsync(new DescribeSSLPoliciesRequest())).SslPolicies[0].Ciphers);
        Assert.NotEmpty((await elb.DescribeAccountLimitsAsync(new DescribeAccountLimitsRequest())).Limits);
        await LeaveAsync();
    }

    private async Task<(string Vpc, string[] Subnets)> NetworkAsync()
    {
        var vpcs = await ec2.DescribeVpcsAsync(new DescribeVpcsRequest { Filters = [new Filter { Name = "is-default", Values = ["true"] }] });
        var vpc = vpcs.Vpcs.Single().VpcId;
        var subnets = (await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [new Filter { Name = "vpc-id", Values = [vpc] }] })).Subnets;
        return (vpc, subnets.OrderBy(subnet => subnet.AvailabilityZone).Select(subnet => subnet.SubnetId).ToArray());
    }

    private async Task BalancerAsync(string vpc, string[] subnets)
    {
        var created = (await elb.CreateLoadBalancerAsync(new CreateLoadBalancerRequest
        {
            Name = Name,
            Scheme = LoadBalancerSchemeEnum.InternetFacing,
            Subnets = [.. subnets.Take(2)],
            Tags = [new Tag { Key = "app", Value = "démo @ co" }],
        })).LoadBalancers.Single();
        _balancer = created.LoadBalancerArn;
        Assert.Equal((Name, vpc, LoadBalancerTypeEnum.Application), (created.LoadBalancerName, created.VpcId, created.Type));
        Assert.Equal(LoadBalancerSchemeEnum.InternetFacing, created.Scheme);
        var found = (await elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { Names = [Name] })).LoadBalancers.Single();
        Assert.Equal(_balancer, found.LoadBalancerArn);
        Assert.NotEqual(default, found.CreatedTime);

        await elb.ModifyLoadBalancerAttributesAsync(new ModifyLoadBalancerAttributesRequest
        {
            LoadBalancerArn = _balancer,
            Attributes = [new LoadBalancerAttribute { Key = "idle_timeout.timeout_seconds", Value = "120" }],
        });
        var attributes = (await elb.DescribeLoadBalancerAttributesAsync(
            new DescribeLoadBalancerAttributesRequest { LoadBalancerArn = _balancer })).Attributes;
        Assert.Equal("120", attributes.Single(attribute => attribute.Key == "idle_timeout.timeout_seconds").Value);

        var group = (await ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest
        {
            Filters = [new Filter { Name = "vpc-id", Values = [vpc] }, new Filter { Name = "group-name", Values = ["default"] }],
        })).SecurityGroups.Single().GroupId;
        Assert.Equal(
            [group],
            (await elb.SetSecurityGroupsAsync(new SetSecurityGroupsRequest { LoadBalancerArn = _balancer, SecurityGroups = [group] })).SecurityGroupIds);
        Assert.Equal(
            2,
            (await elb.SetSubnetsAsync(new SetSubnetsRequest { LoadBalancerArn = _balancer, Subnets = [.. subnets.Skip(1).Take(2)] })).AvailabilityZones.Count);
        await elb.SetIpAddressTypeAsync(new SetIpAddressTypeRequest { LoadBalancerArn = _balancer, IpAddressType = IpAddressType.Ipv4 });
    }

    private async Task GroupsAsync(string vpc)
    {
        _blue = await GroupAsync("blue", vpc);
        _green = await GroupAsync("green", vpc);
        Assert.Equal(2, (await elb.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Names = ["blue", "green"] })).TargetGroups.Count);
        var changed = (await elb.ModifyTargetGroupAsync(new ModifyTargetGroupRequest
        {
            TargetGroupArn = _blue,
            HealthCheckPath = "/health",
            Matcher = new Matcher { HttpCode = "200-299" },
        })).TargetGroups.Single();
        Assert.Equal(("/health", "200-299"), (changed.HealthCheckPath, changed.Matcher.HttpCode));
        await elb.ModifyTargetGroupAttributesAsync(new ModifyTargetGroupAttributesRequest
        {
            TargetGroupArn = _blue,
            Attributes = [new TargetGroupAttribute { Key = "deregistration_delay.timeout_seconds", Value = "5" }],
        });
        var attributes = (await elb.DescribeTargetGroupAttributesAsync(new DescribeTargetGroupAttributesRequest { TargetGroupArn = _blue })).Attributes;
        Assert.Equal("5", attributes.Single(attribute => attribute.Key == "deregistration_delay.timeout_seconds").Value);
    }

    private async Task<string> GroupAsync(string name, string vpc) => (await elb.CreateTargetGroupAsync(new CreateTargetGroupRequest
    {
        Name = name,
        Protocol = ProtocolEnum.HTTP,
        Port = 8080,
        VpcId = vpc,
        TargetType = TargetTypeEnum.Ip,
        HealthCheckIntervalSeconds = 10,
        HealthCheckTimeoutSeconds = 5,
    })).TargetGroups.Single().TargetGroupArn;

    private async Task ListenerAsync()
    {
        _listener = (await elb.CreateListenerAsync(new CreateListenerRequest
        {
            LoadBalancerArn = _balancer,
            Protocol = ProtocolEnum.HTTP,
            Port = 80,
            DefaultActions =
            [
                new Action
                {
                    Type = ActionTypeEnum.FixedResponse,
                    FixedResponseConfig = new FixedResponseActionConfig { StatusCode = "404", ContentType = "text/plain", MessageBody = "nothing & <nobody>" },
                },
            ],
        })).Listeners.Single().ListenerArn;
        var found = (await elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = _balancer })).Listeners.Single();
        Assert.Equal("nothing & <nobody>", found.DefaultActions.Single().FixedResponseConfig.MessageBody);
        var changed = (await elb.ModifyListenerAsync(new ModifyListenerRequest
        {
            ListenerArn = _listener,
            DefaultActions = [new Action { Type = ActionTypeEnum.Forward, TargetGroupArn = _blue }],
        })).Listeners.Single();
        Assert.Equal(ActionTypeEnum.Forward, changed.DefaultActions.Single().Type);
        await elb.ModifyListenerAttributesAsync(new ModifyListenerAttributesRequest
        {
            ListenerArn = _listener,
            Attributes = [new ListenerAttribute { Key = "routing.http.response.server.enabled", Value = "false" }],
        });
        var attributes = (await elb.DescribeListenerAttributesAsync(new DescribeListenerAttributesRequest { ListenerArn = _listener })).Attributes;
        Assert.Equal("false", attributes.Single(attribute => attribute.Key == "routing.http.response.server.enabled").Value);
    }

    private async Task RulesAsync()
    {
        var rule = (await elb.CreateRuleAsync(new CreateRuleRequest
        {
            ListenerArn = _listener,
            Priority = 10,
            Conditions =
            [
                new RuleCondition { Field = "path-pattern", PathPatternConfig = new PathPatternConditionConfig { Values = ["/api/*", "/v2/*"] } },
                new RuleCondition { Field = "http-request-method", HttpRequestMethodConfig = new HttpRequestMethodConditionConfig { Values = ["GET"] } },
            ],
            Actions = [new Action { Type = ActionTypeEnum.Forward, ForwardConfig = Weights(90) }],
        })).Rules.Single();
        Assert.Equal("10", rule.Priority);
        var changed = (await elb.ModifyRuleAsync(new ModifyRuleRequest
        {
            RuleArn = rule.RuleArn,
            Actions = [new Action { Type = ActionTypeEnum.Forward, ForwardConfig = Weights(50) }],
        })).Rules.Single();
        Assert.Equal([50, 50], changed.Actions.Single().ForwardConfig.TargetGroups.Select(group => group.Weight));
        await elb.SetRulePrioritiesAsync(new SetRulePrioritiesRequest
        {
            RulePriorities = [new RulePriorityPair { RuleArn = rule.RuleArn, Priority = 11 }],
        });
        var rules = (await elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = _listener })).Rules;
        Assert.Equal(["11", "default"], rules.Select(item => item.Priority));
        Assert.Equal(["/api/*", "/v2/*"], rules[0].Conditions.Single(condition => condition.Field == "path-pattern").PathPatternConfig.Values);
        await elb.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = rule.RuleArn });
    }

    private ForwardActionConfig Weights(int blue) => new()
    {
        TargetGroups =
        [
            new TargetGroupTuple { TargetGroupArn = _blue, Weight = blue }, new TargetGroupTuple { TargetGroupArn = _green, Weight = 100 - blue },
        ],
    };

    private async Task TargetsAsync()
    {
        var target = new TargetDescription { Id = "172.31.0.200", Port = 8080 };
        await elb.RegisterTargetsAsync(new RegisterTargetsRequest { TargetGroupArn = _blue, Targets = [target] });
        var health = (await elb.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = _blue })).TargetHealthDescriptions.Single();
        Assert.Equal(("172.31.0.200", 8080), (health.Target.Id, health.Target.Port));
        Assert.NotNull(health.TargetHealth.State);
        await elb.DeregisterTargetsAsync(new DeregisterTargetsRequest { TargetGroupArn = _blue, Targets = [target] });
        health = (await elb.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = _green, Targets = [target] })).TargetHealthDescriptions.Single();
        Assert.Equal(TargetHealthReasonEnum.TargetNotRegistered, health.TargetHealth.Reason);
    }

    private async Task TagsAsync()
    {
        await elb.AddTagsAsync(new AddTagsRequest { ResourceArns = [_balancer], Tags = [new Tag { Key = "team", Value = "red" }] });
        await elb.RemoveTagsAsync(new RemoveTagsRequest { ResourceArns = [_balancer], TagKeys = ["app"] });
        var tag = (await elb.DescribeTagsAsync(new DescribeTagsRequest { ResourceArns = [_balancer] })).TagDescriptions.Single().Tags.Single();
        Assert.Equal(("team", "red"), (tag.Key, tag.Value));
    }

    private async Task CertificatesAsync()
    {
        var (one, other) = (await CertificateAsync("www.example.com"), await CertificateAsync("*.example.org"));
        var listed = (await acm.ListCertificatesAsync(new ListCertificatesRequest { CertificateStatuses = ["ISSUED"] })).CertificateSummaryList;
        Assert.Contains(listed, certificate => certificate.CertificateArn == one && certificate.DomainName == "www.example.com");
        var listener = (await elb.CreateListenerAsync(new CreateListenerRequest
        {
            LoadBalancerArn = _balancer,
            Protocol = ProtocolEnum.HTTPS,
            Port = 443,
            SslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06",
            Certificates = [new Certificate { CertificateArn = one }],
            DefaultActions = [new Action { Type = ActionTypeEnum.Forward, TargetGroupArn = _blue }],
        })).Listeners.Single();
        Assert.Equal((one, "ELBSecurityPolicy-TLS13-1-2-2021-06"), (listener.Certificates.Single().CertificateArn, listener.SslPolicy));
        await elb.AddListenerCertificatesAsync(
            new AddListenerCertificatesRequest { ListenerArn = listener.ListenerArn, Certificates = [new Certificate { CertificateArn = other }] });
        var both = (await elb.DescribeListenerCertificatesAsync(
            new DescribeListenerCertificatesRequest { ListenerArn = listener.ListenerArn })).Certificates;
        Assert.Equal(new[] { one, other }.Order(), both.Select(certificate => certificate.CertificateArn).Order());
        await elb.RemoveListenerCertificatesAsync(
            new RemoveListenerCertificatesRequest { ListenerArn = listener.ListenerArn, Certificates = [new Certificate { CertificateArn = other }] });
        await acm.DeleteCertificateAsync(new DeleteCertificateRequest { CertificateArn = other });
        await elb.DeleteListenerAsync(new DeleteListenerRequest { ListenerArn = listener.ListenerArn });
    }

    private async Task<string> CertificateAsync(string domain)
    {
        var arn = (await acm.RequestCertificateAsync(new RequestCertificateRequest
        {
            DomainName = domain,
            ValidationMethod = ValidationMethod.DNS,
            Tags = [new Amazon.CertificateManager.Model.Tag { Key = "app", Value = "demo" }],
        })).CertificateArn;
        Assert.Equal("demo", (await acm.ListTagsForCertificateAsync(new ListTagsForCertificateRequest { CertificateArn = arn })).Tags.Single().Value);

        // Each describe moves time forward in moto.
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            var certificate = (await acm.DescribeCertificateAsync(new DescribeCertificateRequest { CertificateArn = arn })).Certificate;
            if (certificate.Status == CertificateStatus.ISSUED)
            {
                Assert.Equal(domain, certificate.DomainName);
                return arn;
            }

            await Task.Delay(50);
        }

        throw new System.TimeoutException("The certificate was never issued.");
    }

    private async Task LeaveAsync()
    {
        await elb.DeleteListenerAsync(new DeleteListenerRequest { ListenerArn = _listener });
        await elb.DeleteLoadBalancerAsync(new DeleteLoadBalancerRequest { LoadBalancerArn = _balancer });
        foreach (var group in new[] { _blue, _green })
        {
            await elb.DeleteTargetGroupAsync(new DeleteTargetGroupRequest { TargetGroupArn = group });
        }

        await Assert.ThrowsAsync<LoadBalancerNotFoundException>(
            () => elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { Names = [Name] }));
        await Assert.ThrowsAsync<TargetGroupNotFoundException>(
            () => elb.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Names = ["blue"] }));
    }
}
