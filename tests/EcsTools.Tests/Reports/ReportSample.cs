using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Reports.Apps;

namespace EcsTools.Tests.Reports;

/// <summary>An app of six services with weights, a rollback, schedules, and foreign text everywhere that a page shows one.</summary>
internal static class ReportSample
{
    public const string Markup = "<script>alert(1)</script> & \"quoted\" <b>bold</b>";

    private const string Cluster = "arn:aws:ecs:ap-northeast-2:123456789012:cluster/ecstools";

    public static readonly DateTimeOffset At = new(2026, 11, 30, 10, 40, 0, TimeSpan.Zero);

    private static readonly string[] Names = ["web", "api", "주문-서비스", "payments", "search", "notification-dispatcher-with-a-long-name"];

    public static AppReport Create(int lines = 30, int tasks = 2) => new()
    {
        App = App(),
        At = At,
        Zone = TimeZoneInfo.CreateCustomTimeZone("Korea", TimeSpan.FromHours(9), "Korea", "Korea"),
        Services = Names.Select((name, index) => Service(name, index, tasks)).ToList(),
        Entries = [new EntryReport("shop", "http://shop-1234567890.ap-northeast-2.elb.amazonaws.com", 80, Routes())],
        Log = Enumerable.Range(0, lines).Select(Line).ToList(),
        Cost = Cost(),
        CostNote = "Without the runs of shop-nightly, whose length is not known.",
        Schedules = [Schedule("nightly", "cron(0 3 * * ? *)", "Asia/Seoul"), Schedule("cleanup", "rate(15 minutes)", "UTC")],
    };

    public static FargateCost Cost() => MonthlyCost.Calculate(
        new AppCostRequest
        {
            Name = "app shop",
            Region = "ap-northeast-2",
            Services = Names.Select((name, index) => new CostRequest
            {
                Name = name, Region = "ap-northeast-2", Cpu = 256 << (index % 3), Memory = 512 << (index % 3), Count = 1 + (index % 2), HasPublicIp = true,
            }).ToList(),
            LoadBalancerUnits = 0.4,
            StoredLogGb = 2.5,
            ImageGb = 3.1,
            CompareTo = ["t3.medium", "t4g.small"],
        },
        PriceBook.Snapshots);

    private static FargateApp App() => new()
    {
        AppName = "shop",
        Status = "Deploying",
        Url = "http://shop-1234567890.ap-northeast-2.elb.amazonaws.com/",
        Cluster = "ecstools",
        LoadBalancer = "shop",
        Services = [.. Names.Select((name, index) => AppService(name, index)), AppService("nightly", 1) with { Kind = "Scheduled", RunningCount = 0 }],
        DeployedAt = At.AddMinutes(-20),
        Region = "ap-northeast-2",
        AccountId = "123456789012",
    };

    private static FargateAppService AppService(string name, int index) => new()
    {
        Name = name,
        ServiceName = "shop-" + name,
        Kind = "Service",
        Cluster = "ecstools",
        TaskDefinition = $"shop-{name}:{7 + index}",
        DesiredCount = 2,
        RunningCount = index == 1 ? 1 : 2,
        Status = index == 1 ? "Deploying" : index == 3 ? "Failed" : "Running",
    };

    private static ServiceReport Service(string name, int index, int tasks) => new(
        name,
        AppService(name, index),
        [Group(name)],
        Enumerable.Range(0, index == 4 ? 0 : tasks).Select(number => Task(name, index, number)).ToList(),
        Enumerable.Range(0, 4).Select(number => Deployment(name, index, number)).ToList());

    private static FargateTask Task(string name, int index, int number) => new()
    {
        Cluster = "ecstools",
        ClusterArn = Cluster,
        TaskArn = $"arn:aws:ecs:ap-northeast-2:123456789012:task/ecstools/{index}{number:x7}89abcdef0123456789abcdef",
        TaskId = $"{index}{number:x7}89abcdef0123456789abcdef",
        TaskDefinitionArn = $"arn:aws:ecs:ap-northeast-2:123456789012:task-definition/shop-{name}:1",
        Family = "shop-" + name,
        LastStatus = number == 1 && index == 1 ? "PENDING" : "RUNNING",
        DesiredStatus = "RUNNING",
        HealthStatus = index == 3 && number == 0 ? "UNHEALTHY" : index < 3 ? "HEALTHY" : "UNKNOWN",
        StartedAt = At.AddHours(-3 - number),
        Region = "ap-northeast-2",
        AccountId = "123456789012",
    };

    private static FargateDeployment Deployment(string name, int index, int number) => new()
    {
        Cluster = "ecstools",
        ServiceName = "shop-" + name,
        ServiceArn = "arn:aws:ecs:ap-northeast-2:123456789012:service/ecstools/shop-" + name,
        DeploymentId = $"d{index}{number}",
        Status = number == 0 && index == 1 ? "IN_PROGRESS" : number == 1 && index == 3 ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL",
        StatusReason = number == 1 && index == 3 ? "tasks failed to start: " + Markup : null,
        ServiceRevision = "1",
        TaskDefinition = $"shop-{name}:{7 + index - number}",
        CreatedAt = At.AddHours((-30 * number) - index - 0.3),
        FinishedAt = number == 0 && index == 1 ? null : At.AddHours((-30 * number) - index - 0.2),
        Region = "ap-northeast-2",
        AccountId = "123456789012",
    };

    private static List<FargateRoute> Routes() =>
    [
        Route(1, "path", ["/api/orders*"], ("주문-서비스", 90), ("api", 10)),
        Route(2, "path", ["/api*"], ("api", 100)),
        Route(3, "host", ["pay.example.com"], ("payments", 100)),
        Route(4, "path", ["/old*"]) with { Action = "redirect", RedirectTo = "https://#{host}:443/new" },
        Route(null, "", [], ("web", 100)),
    ];

    private static FargateRoute Route(int? priority, string field, string[] values, params (string Name, int Percent)[] targets) => new()
    {
        RouteName = targets.FirstOrDefault().Name,
        LoadBalancer = "shop",
        LoadBalancerArn = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/shop/1",
        ListenerPort = 80,
        ListenerArn = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/shop/1/1",
        ListenerRuleArn = $"arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener-rule/app/shop/1/1/{priority}",
        Priority = priority,
        IsDefault = priority is null,
        Conditions = field.Length == 0 ? [] : [new FargateRouteCondition { Field = field, Values = values }],
        Action = "forward",
        Targets = targets.Select(target => new FargateRouteTarget
        {
            TargetGroupArn = Group(target.Name),
            TargetGroupName = "shop-" + target.Name,
            Weight = target.Percent,
            Percent = target.Percent,
            Healthy = target.Name == "payments" ? 1 : 2,
            Unhealthy = target.Name == "payments" ? 1 : 0,
            UnhealthyReason = target.Name == "payments" ? "Health checks failed with these codes: [503]" : null,
        }).ToList(),
        Region = "ap-northeast-2",
        AccountId = "123456789012",
    };

    private static string Group(string name) => "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/shop-" + name + "/1";

    private static LogLineReport Line(int number) => new(Names[number % Names.Length], new TaskLogEvent
    {
        Timestamp = At.AddSeconds(-100 + number),
        Message = (number % 7) switch
        {
            0 => Markup,
            1 => "결제가 승인되었습니다: 주문 번호 2026-1130-0042, 금액 12,900원",
            2 => "\u001b[31mred\u001b[0m \u202Etxt.exe",
            3 => "{\"level\":\"info\",\"msg\":\"request\",\"path\":\"/api/orders/" + new string('x', 120) + "\",\"ms\":12}",
            _ => $"GET /api/items/{number} 200 12 ms",
        },
        Container = "web",
        TaskId = "0",
        LogGroup = "/ecs/shop",
        LogStream = "ecs/web/0",
    });

    private static ScheduledTask Schedule(string name, string expression, string zone) => new()
    {
        ScheduleName = "shop-" + name,
        ScheduleArn = "arn:aws:scheduler:ap-northeast-2:123456789012:schedule/ecstools-shop/shop-" + name,
        Group = "ecstools-shop",
        Expression = expression,
        TimeZone = zone,
        State = "ENABLED",
        NextRuns = [At.AddHours(7)],
        TaskDefinition = "shop-nightly:1",
        TaskDefinitionArn = "arn:aws:ecs:ap-northeast-2:123456789012:task-definition/shop-nightly:1",
        Cluster = "ecstools",
        ClusterArn = Cluster,
        Backend = "Scheduler",
        CreatedAt = At.AddDays(-3),
        Region = "ap-northeast-2",
        AccountId = "123456789012",
    };
}
