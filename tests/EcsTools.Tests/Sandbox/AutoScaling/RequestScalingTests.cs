using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Sandbox.LoadBalancing;
using EcsTools.Tests.Support;
using Xunit;
using static EcsTools.Tests.Sandbox.AutoScaling.ScalingCalls;

namespace EcsTools.Tests.Sandbox.AutoScaling;

/// <summary>A simulated sandbox with load balancers, in which a minute of scaling is a fraction of a second.</summary>
public sealed class RequestScalingSandbox : EcsSandbox
{
    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 200 };
}

/// <summary>Counts that follow the requests of a real client.</summary>
[TakesLong]
public sealed class RequestScalingTests(RequestScalingSandbox sandbox) : IClassFixture<RequestScalingSandbox>
{
    private const string Requests = "ALBRequestCountPerTarget";

    [SkippableFact]
    public async Task A_service_scales_out_under_load_and_in_afterwards()
    {
        var (balancer, group) = (await sandbox.BalancerAsync(), await sandbox.GroupAsync());
        await sandbox.ListenerAsync(balancer, 80, group);
        var container = new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8080 }) };
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(container: container), 1, BalancedServices.Behind(group));
        await sandbox.ScaleAsync("RegisterScalableTarget", ResourceOf(service), Bounds(1, 3));
        var label = $"{Resource(balancer)["loadbalancer/".Length..]}/{Resource(group)}";
        await sandbox.ScaleAsync("PutScalingPolicy", ResourceOf(service), Tracking(Requests, 100, label));

        await using (var client = new SteadyClient(await sandbox.UrlAsync(balancer)))
        {
            await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 3, "of three tasks");
            Assert.All(await client.StopAsync(), answer => Assert.Equal(200, answer.Status));
        }

        await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 1, "of one task again");
        await sandbox.DeleteServiceAsync(service);
    }

    private static string Resource(string arn) => arn[(arn.LastIndexOf(':') + 1)..];
}
