using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
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
using static EcsTools.MonoWalk.WalkReport;

namespace EcsTools.MonoWalk;

/// <summary>From a user to a schedule, over the assemblies for Windows PowerShell. Each step uses what the steps before it left.</summary>
internal sealed class Walk(WalkReport report, ImportedModule module, string folder, string? busybox) : IDisposable
{
    // A day in five seconds.
    private const double TimeScale = 17280;
    private const string Cluster = "demo";
    private static readonly string[] BatchCommand = ["/bin/busybox", "sh", "-c", "echo crawled; exit 3"];
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(10));
    private readonly HttpClient _http = new();
    private SandboxServer? _sandbox;
    private AwsConnection? _administrator;
    private AwsConnection? _deployer;
    private EcrImage? _image;
    private FargateTask? _web;

    public void Dispose()
    {
        _deployer?.Dispose();
        _administrator?.Dispose();
        _http.Dispose();
        _limit.Dispose();
    }

    public async Task RunAsync()
    {
        try
        {
            await report.StepAsync("The types of all commands load", LoadCommandsAsync);
            await report.StepAsync("The sandbox starts", StartSandboxAsync);
            var noContainers = busybox is null ? "there is no static busybox to make an image of"
                : _sandbox?.Runtime == SandboxRuntime.Docker ? null : "no Docker engine answers";
            await report.StepAsync("A deployer, its key and its profile", CreateDeployerAsync);
            await report.StepAsync("A login for docker", LogInAsync);
            await report.StepAsync("A folder is built and pushed", PushAsync, noContainers);
            await report.StepAsync("The second push sends nothing", PushAgainAsync, noContainers);
            await report.StepAsync("A cluster", CreateClusterAsync);
            await report.StepAsync("A task runs, and its log can be followed", RunServerAsync, noContainers);
            await report.StepAsync("Its container answers with HTTP 200", AskAsync, noContainers);
            await report.StepAsync("A batch ends with its exit code and its log", RunBatchAsync, noContainers);
            await report.StepAsync("A schedule with the Windows name of a time zone", CreateZonedScheduleAsync, noContainers);
            await report.StepAsync("A schedule starts its task", RunScheduleAsync, noContainers);
            await report.StepAsync("Time zones by their Windows names", FindZonesAsync);
            await report.StepAsync("The resolver served the module's own assemblies", FindOriginsAsync);
        }
        finally
        {
            if (_sandbox is not null)
            {
                await _sandbox.DisposeAsync();
            }
        }
    }

    private AwsConnection Aws => _deployer ?? throw new InvalidOperationException("There is no deployer.");

    private CancellationToken Stop => _limit.Token;

    private Task LoadCommandsAsync()
    {
        try
        {
            var commands = module.Commands.GetTypes().Count(type => type is { IsAbstract: false, IsPublic: true } && type.Name.EndsWith("Command", StringComparison.Ordinal));
            Check(commands > 50, $"{commands} commands");
            return Task.CompletedTask;
        }
        catch (ReflectionTypeLoadException problem)
        {
            throw new InvalidOperationException(string.Join("; ", problem.LoaderExceptions.Select(one => one.Message).Distinct()), problem);
        }
    }

    private async Task StartSandboxAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { TimeScale = TimeScale }, Stop);
        _administrator = await AwsConnections.ConnectAsync(
            new AwsConnectionRequest
            {
                EndpointUrl = _sandbox.EndpointUrl,
                Region = _sandbox.Region,
                AccessKey = _sandbox.AccessKey,
                SecretKey = _sandbox.SecretKey,
            },
            cancellationToken: Stop);
    }

    private async Task CreateDeployerAsync()
    {
        var deployers = new IamDeployers(_administrator!);
        var request = new IamDeployerRequest { UserName = "deployer", ProfileName = "ecs-demo", PolicySet = IamPolicySet.Scoped };
        var deployer = await deployers.ApplyAsync(await deployers.PlanAsync(request, Stop), null, Stop);
        Check(deployer.PolicyArns.Count > 0, "The deployer has no policy.");
        var credentials = File.ReadAllText(Path.Combine(folder, "credentials"));
        Check(credentials.Contains("[ecs-demo]"), credentials);
        _deployer = await AwsConnections.ConnectAsync(new AwsConnectionRequest { ProfileName = "ecs-demo" }, cancellationToken: Stop);
    }

    private async Task LogInAsync()
    {
        var login = await new EcrLogins(Aws).LoginAsync(new EcrLoginRequest(), null, Stop);
        Check(login.Registry == _sandbox!.RegistryUri, $"{login.Registry} instead of {_sandbox.RegistryUri}");
        Check(File.Exists(login.ConfigPath), $"{login.ConfigPath} does not exist.");
    }

    private async Task PushAsync()
    {
        var source = Directory.CreateDirectory(Path.Combine(folder, "web")).FullName;
        File.Copy(busybox!, Path.Combine(source, "busybox"));
        File.WriteAllText(Path.Combine(source, "index.html"), "from the container");
        // With the line ends of Windows.
        File.WriteAllText(
            Path.Combine(source, "Dockerfile"),
            "FROM scratch\r\nCOPY busybox /bin/busybox\r\nCOPY index.html /www/index.html\r\n"
                + "CMD [\"/bin/busybox\", \"sh\", \"-c\", \"echo listening; exec /bin/busybox httpd -f -p 80 -h /www\"]\r\n");
        _image = await new EcrImagePush(Aws).PushAsync(Pushed(source), null, Stop);
        Check(_image.BlobsSent > 0, "Nothing was sent.");
    }

    private async Task PushAgainAsync()
    {
        var again = await new EcrImagePush(Aws).PushAsync(Pushed(Path.Combine(folder, "web")), null, Stop);
        Check(again.BlobsSent == 0 && again.ImageDigest == _image!.ImageDigest, $"{again.BlobsSent} sent, {again.ImageDigest}");
    }

    private static PushImageRequest Pushed(string source) => new() { RepositoryName = "web", Path = source, Tags = ["1.0.0"] };

    private async Task CreateClusterAsync()
    {
        var clusters = new FargateClusters(Aws);
        var cluster = await clusters.ApplyAsync(await clusters.PlanAsync(new FargateClusterRequest { Cluster = Cluster }, Stop), null, Stop);
        Check(cluster.Cluster == Cluster, cluster.ClusterArn);
    }

    private async Task RunServerAsync()
    {
        var definition = new TaskDefinitionRequest { ImageUri = _image!.ImageUri, Cpu = 256, Memory = 512, Ports = [TaskPort.Parse("80")] };
        _web = await StartAsync(definition, TaskWaitFor.Running);
        var log = new TaskLogs(Aws).ReadAsync(
            new TaskLogRequest { Tasks = [new TaskReference(Cluster, _web.TaskArn)], Follow = true, Timeout = TimeSpan.FromMinutes(2) },
            problem => throw problem, null, Stop);
        var line = await FirstAsync(log);
        Check(line.Message == "listening", line.Message);
    }

    private async Task<FargateTask> StartAsync(TaskDefinitionRequest definition, TaskWaitFor state)
    {
        var definitions = new FargateTaskDefinitions(Aws);
        var registered = await definitions.ApplyAsync(await definitions.PlanAsync(definition, Stop), null, Stop);
        var starter = new TaskStart(Aws);
        var plan = await starter.PlanAsync(new StartTaskRequest { TaskDefinition = registered.TaskDefinitionArn, Cluster = Cluster }, Stop);
        var started = await FirstAsync(starter.StartAsync(plan, problem => throw problem, null, Stop));
        return await FirstAsync(new TaskWait(Aws).WaitAsync(
            [new TaskReference(Cluster, started.TaskArn)], state, TimeSpan.FromMinutes(3), (problem, _) => throw problem, null, Stop));
    }

    private async Task AskAsync()
    {
        // The container says that it listens just before it does.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri(_web!.Endpoints[0]), Stop);
                var text = await answer.Content.ReadAsStringAsync();
                Check((int)answer.StatusCode == 200 && text == "from the container", $"{answer.StatusCode}: {text}");
                return;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(100, Stop);
            }
        }
    }

    private async Task RunBatchAsync()
    {
        var task = await StartAsync(new TaskDefinitionRequest { Family = "crawler", ImageUri = _image!.ImageUri, Command = BatchCommand }, TaskWaitFor.Stopped);
        Check(task.ExitCode == 3, $"exit code {task.ExitCode}: {task.StoppedReason}");
        var lines = new StringBuilder();
        var log = new TaskLogs(Aws).ReadAsync(
            new TaskLogRequest { Tasks = [new TaskReference(Cluster, task.TaskArn)] }, problem => throw problem, null, Stop);
        await foreach (var line in log)
        {
            lines.Append(line.Message).Append('|');
        }

        Check(lines.ToString() == "crawled|", lines.ToString());
    }

    private async Task CreateZonedScheduleAsync()
    {
        var schedule = await ScheduleAsync(new ScheduledTaskRequest
        {
            Name = "monthly",
            Expression = ScheduleExpression.FromCron("0 3 1 * ? *"),
            TimeZone = ScheduleTimeZone.Parse("Tokyo Standard Time"),
            TaskDefinition = "crawler",
            Cluster = Cluster,
        });
        Check(schedule.TimeZone == "Asia/Tokyo", schedule.TimeZone);
        // Three in the morning in Tokyo is six in the evening before of UTC.
        Check(schedule.NextRun?.UtcDateTime.Hour == 18, $"{schedule.NextRun:u}");
    }

    private async Task RunScheduleAsync()
    {
        await ScheduleAsync(new ScheduledTaskRequest { Name = "nightly", Expression = ScheduleExpression.FromEvery("1d"), TaskDefinition = "crawler", Cluster = Cluster });
        var query = new TaskQuery { Clusters = [Cluster], Families = ["crawler"], Running = false, Stopped = true };
        while (true)
        {
            await foreach (var task in new FargateTasks(Aws).GetAsync(query, problem => throw problem, Stop))
            {
                if (task.StartedBy?.Contains("nightly") == true)
                {
                    Check(task.ExitCode == 3, $"exit code {task.ExitCode}: {task.StoppedReason}");
                    return;
                }
            }

            await Task.Delay(500, Stop);
        }
    }

    private async Task<ScheduledTask> ScheduleAsync(ScheduledTaskRequest request)
    {
        var schedules = new ScheduledTasks(Aws);
        return await schedules.ApplyAsync(await schedules.PlanAsync(request, keep: false, Stop), null, Stop);
    }

    private Task FindZonesAsync()
    {
        foreach (var (windows, iana) in new[] { ("W. Europe Standard Time", "Europe/Berlin"), ("Korea Standard Time", "Asia/Seoul"), ("UTC", "UTC") })
        {
            var zone = ScheduleTimeZone.Parse(windows);
            Check(zone.Name == iana, $"{windows} is {zone.Name}");
            Check(zone.Info is not null, $"{zone.Name} has no rules.");
        }

        return Task.CompletedTask;
    }

    private Task FindOriginsAsync()
    {
        // One that its neighbours ask for in another version.
        Check(module.Loaded.ContainsKey("System.Text.Json"), string.Join(", ", module.Loaded.Keys));
        foreach (var loaded in module.Loaded)
        {
            Check(loaded.Value == module.Folder, $"{loaded.Key} came from {loaded.Value}");
        }

        return Task.CompletedTask;
    }

    private async Task<T> FirstAsync<T>(IAsyncEnumerable<T> many)
    {
        await foreach (var one in many.WithCancellation(Stop))
        {
            return one;
        }

        throw new InvalidOperationException("There is none.");
    }
}
