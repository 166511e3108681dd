using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcsTools;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Ecr;
using EcsTools.Identity;
using EcsTools.Images.Sources;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Sandbox;
using EcsTools.Schedules;
using EcsTools.Schedules.Expressions;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace QuickStart;

/// <summary>The steps of quickstart.ps1, each over the class of Core that its command calls.</summary>
internal sealed class Walk
{
    /// <summary>How many times faster than real time schedules go: a day in five seconds.</summary>
    private const double TimeScale = 17280;

    private readonly string _samples;

    public Walk(string samples)
    {
        _samples = samples;
    }

    /// <summary>Walks. Whether it ended as it should.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        Say("Start the sandbox: ECR, ECS, IAM, Logs and Scheduler on this machine");
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { TimeScale = TimeScale }, cancellationToken);
        Show($"{sandbox.EndpointUrl}, registry {sandbox.RegistryUri}, tasks run in: {sandbox.Runtime}");
        using var administrator = await AwsConnections.ConnectAsync(
            new AwsConnectionRequest
            {
                EndpointUrl = sandbox.EndpointUrl,
                Region = sandbox.Region,
                AccessKey = sandbox.AccessKey,
                SecretKey = sandbox.SecretKey,
            },
            cancellationToken: cancellationToken);

        using var aws = await MakeDeployerAsync(administrator, cancellationToken);
        aws.LeftOut = gap => Show($"Left out: {gap.LeftOut} ({gap.Denial.Permission} is missing)");
        await LogInAsync(aws, cancellationToken);
        var image = await PushAsync(aws, "web", "express-server", "1.0.0", cancellationToken);
        await MakeClusterAsync(aws, cancellationToken);
        var web = await RunServerAsync(aws, image, cancellationToken);
        var answered = await AskAsync(web, cancellationToken);
        var batch = await RunBatchAsync(aws, cancellationToken);
        var fired = await ScheduleAsync(aws, cancellationToken);

        Console.WriteLine();
        Console.WriteLine($"HTTP {answered} from the Express container at {web.Endpoints[0]}");
        Console.WriteLine($"Exit code {batch.ExitCode} from the crawler ({batch.StoppedReason})");
        Console.WriteLine($"The schedule nightly fired: {(fired is null ? "not seen" : $"task {fired.TaskId}, exit code {fired.ExitCode}")}");
        return answered == 200 && batch.ExitCode == 0 && fired is not null;
    }

    private static async Task<AwsConnection> MakeDeployerAsync(AwsConnection administrator, CancellationToken cancellationToken)
    {
        Say("Make an IAM user for deployments, its policy, its key, and a profile that holds the key: everything below is done as this user");
        var deployers = new IamDeployers(administrator);
        var request = new IamDeployerRequest { UserName = "deployer", ProfileName = "ecs-demo", PolicySet = IamPolicySet.Scoped };
        var plan = await deployers.PlanAsync(request, cancellationToken);
        var deployer = await deployers.ApplyAsync(plan, null, cancellationToken);
        Show($"{deployer.UserArn}, profile {deployer.ProfileName}, policies {string.Join(", ", deployer.PolicyArns)}");
        return await AwsConnections.ConnectAsync(new AwsConnectionRequest { ProfileName = deployer.ProfileName }, cancellationToken: cancellationToken);
    }

    private static async Task LogInAsync(AwsConnection aws, CancellationToken cancellationToken)
    {
        Say("Log docker in, for those who want `docker push`: nothing below needs it");
        var login = await new EcrLogins(aws).LoginAsync(new EcrLoginRequest(), null, cancellationToken);
        Show($"{login.Registry} until {login.ExpiresAt:u}, kept in {login.CredentialStore}");
    }

    private async Task<EcrImage> PushAsync(AwsConnection aws, string repository, string folder, string tag, CancellationToken cancellationToken)
    {
        Say($"Build samples/{folder} and push it");
        var request = new PushImageRequest { RepositoryName = repository, Path = Path.Combine(_samples, folder), Tags = [tag] };
        var image = await new EcrImagePush(aws).PushAsync(request, null, cancellationToken);
        Show($"{image.ImageUri}  {image.ImageDigest}  {ByteSize.Format(image.Size)}, {image.BlobsSent} sent, {image.BlobsPresent} there");
        return image;
    }

    private static async Task MakeClusterAsync(AwsConnection aws, CancellationToken cancellationToken)
    {
        Say("Make a cluster");
        var clusters = new FargateClusters(aws);
        var plan = await clusters.PlanAsync(new FargateClusterRequest { Cluster = "demo" }, cancellationToken);
        var cluster = await clusters.ApplyAsync(plan, null, cancellationToken);
        Show($"{cluster.ClusterArn} {cluster.Change}");
    }

    private static async Task<FargateTask> StartAsync(
        AwsConnection aws, TaskDefinitionRequest definition, TaskWaitFor state, CancellationToken cancellationToken)
    {
        var definitions = new FargateTaskDefinitions(aws);
        var registered = await definitions.ApplyAsync(await definitions.PlanAsync(definition, cancellationToken), null, cancellationToken);
        Show($"{registered.TaskDefinition} {registered.Change}");

        var starter = new TaskStart(aws);
        var plan = await starter.PlanAsync(new StartTaskRequest { TaskDefinition = registered.TaskDefinitionArn, Cluster = "demo" }, cancellationToken);
        var started = await starter.StartAsync(plan, problem => throw problem, null, cancellationToken).FirstAsync(cancellationToken);
        return await new TaskWait(aws)
            .WaitAsync([new TaskReference("demo", started.TaskArn)], state, TimeSpan.FromMinutes(2), (problem, _) => throw problem, null, cancellationToken)
            .FirstAsync(cancellationToken);
    }

    private static async Task<FargateTask> RunServerAsync(AwsConnection aws, EcrImage image, CancellationToken cancellationToken)
    {
        Say("Register a task definition, run it, and follow its log until it says it listens");
        var definition = new TaskDefinitionRequest { ImageUri = image.ImageUri, Cpu = 256, Memory = 512, Ports = [TaskPort.Parse("80")] };
        var task = await StartAsync(aws, definition, TaskWaitFor.Running, cancellationToken);
        var log = new TaskLogs(aws).ReadAsync(
            new TaskLogRequest { Tasks = [new TaskReference("demo", task.TaskArn)], Follow = true, Timeout = TimeSpan.FromMinutes(1) },
            problem => throw problem,
            null,
            cancellationToken);
        Show((await log.FirstAsync(cancellationToken)).Message);
        return task;
    }

    private static async Task<int> AskAsync(FargateTask web, CancellationToken cancellationToken)
    {
        Say($"Does {web.Endpoints[0]} answer?");
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(web.Endpoints[0]), cancellationToken);
        Show($"{(int)response.StatusCode} {response.ReasonPhrase}");
        return (int)response.StatusCode;
    }

    private async Task<FargateTask> RunBatchAsync(AwsConnection aws, CancellationToken cancellationToken)
    {
        var image = await PushAsync(aws, "crawler", "crawler", "latest", cancellationToken);
        Say("Run the crawler to its end");
        var task = await StartAsync(aws, new TaskDefinitionRequest { ImageUri = image.ImageUri }, TaskWaitFor.Stopped, cancellationToken);
        var lines = new TaskLogs(aws).ReadAsync(
            new TaskLogRequest { Tasks = [new TaskReference("demo", task.TaskArn)] }, problem => throw problem, null, cancellationToken);
        await foreach (var line in lines)
        {
            Show(line.Message);
        }

        Show($"exit code {task.ExitCode}: {task.StoppedReason}");
        return task;
    }

    private static async Task<FargateTask?> ScheduleAsync(AwsConnection aws, CancellationToken cancellationToken)
    {
        Say("Run the crawler every day");
        var schedules = new ScheduledTasks(aws);
        var request = new ScheduledTaskRequest
        {
            Name = "nightly",
            Expression = ScheduleExpression.FromEvery("1d"),
            TaskDefinition = "crawler",
            Cluster = "demo",
        };
        var schedule = await schedules.ApplyAsync(await schedules.PlanAsync(request, keep: false, cancellationToken), null, cancellationToken);
        Show($"{schedule.ScheduleName} {schedule.Expression}, next {schedule.NextRuns.FirstOrDefault():u}");
        Console.WriteLine($"A day lasts {86400 / TimeScale:0.#} seconds in this sandbox. Waiting for the schedule ...");
        var query = new TaskQuery { Clusters = ["demo"], Families = ["crawler"], Running = false, Stopped = true };
        for (var attempt = 0; attempt < 120; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            await foreach (var task in new FargateTasks(aws).GetAsync(query, _ => { }, cancellationToken))
            {
                if (task.StartedBy?.Contains("nightly", StringComparison.Ordinal) == true)
                {
                    return task;
                }
            }
        }

        return null;
    }

    private static void Say(string step) => Console.WriteLine($"{Environment.NewLine}# {step}");

    private static void Show(string line) => Console.WriteLine($"  {line}");
}
