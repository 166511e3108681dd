namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>What ECS asks of the load balancers of the sandbox, if it has any: a service of the cloud that balances loads implements this.</summary>
internal interface IServiceTraffic
{
    bool HasTargetGroup(string targetGroupArn);

    /// <summary>Whether a listener leads to the target group.</summary>
    bool IsServed(string targetGroupArn);
}
