using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Metrics;

/// <summary>
/// Amazon CloudWatch: the metrics of load balancers, in minutes of the sandbox's clock, and alarms of them. Unlike in AWS they are there at once. Neither is
/// saved.
/// </summary>
internal sealed class MetricsService : SandboxService, IAlarmStates
{
    private const int MostQueries = 500;
    private const int MostPoints = 1440;
    private const int PageSize = 500;

    /// <summary>How often services are asked, so that a value is in the right minute.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly MetricAlarms _alarms;
    private readonly ConcurrentDictionary<string, bool> _inAlarm = new(StringComparer.Ordinal);
    private Task _taking = Task.CompletedTask;

    public MetricsService(SandboxCloud cloud)
        : base("AWSSDK.CloudWatch", cloud)
    {
        _alarms = new MetricAlarms(cloud);
        Serve("PutMetricAlarm", call => Read(_alarms.Put, call));
        Serve("DescribeAlarms", call => Read(_alarms.Describe, call));
        Serve("DeleteAlarms", call => Read(_alarms.Delete, call));
        Serve("SetAlarmState", call => Read(_alarms.SetState, call));
        Serve("GetMetricData", call => Read(GetData, call));
        Serve("GetMetricStatistics", call => Read(GetStatistics, call));
        Serve("ListMetrics", call => Read(List, call));
    }

    public bool IsInAlarm(string name) => _inAlarm.ContainsKey(name);

    public override Task StartAsync()
    {
        _taking = TakeAsync(Cloud.Stopping);
        return Task.CompletedTask;
    }

    public override Task StopAsync() => _taking;

    private async Task TakeAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.WhenAll(Cloud.ScaledClock.DelayAsync(Interval, stopping), Task.Delay(LeastInterval, stopping)).ConfigureAwait(false);
                lock (_gate)
                {
                    Take();
                    Evaluate();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The sandbox is stopping.
        }
    }

    private void Take()
    {
        foreach (var sample in Cloud.Services.OfType<IMetricSource>().SelectMany(source => source.Measure()))
        {
            var dimensions = sample.Dimensions.Select(dimension => $"{dimension.Name}={dimension.Value}");
            var key = string.Join("\n", dimensions.Prepend(sample.Name).Prepend(sample.Namespace));
            if (!_series.TryGetValue(key, out var series))
            {
                _series[key] = series = new MetricSeries(sample);
            }

            series.Add(sample.Values, Cloud.ScaledClock.UtcNow);
        }
    }

    private void Evaluate()
    {
        foreach (var alarm in _alarms.All)
        {
            alarm.Evaluate(Find(alarm.Wire, alarm.Wire.Text("Unit")), Cloud.ScaledClock.UtcNow.ToUnixTimeMilliseconds() / 1000d);
        }

        Note();
    }

    /// <summary>Notes which alarms are in the state ALARM, for those who ask without waiting.</summary>
    private void Note()
    {
        var now = _alarms.All.Where(alarm => alarm.State == MetricAlarm.Alarm).Select(alarm => alarm.Name).ToList();
        foreach (var name in _inAlarm.Keys.Except(now).ToList())
        {
            _inAlarm.TryRemove(name, out _);
        }

        now.ForEach(name => _inAlarm[name] = true);
    }

    /// <summary>Answers from what is measured up to now.</summary>
    private JsonObject Read(Func<JsonObject, JsonObject> operation, SandboxCall call)
    {
        lock (_gate)
        {
            Take();
            var answer = operation(call.Input);
            Note();
            return answer;
        }
    }

    private JsonObject GetData(JsonObject input)
    {
        var (from, to) = MetricQuery.Range(input);
        var queries = input.Objects("MetricDataQueries");
        if (queries.Count > MostQueries)
        {
            throw MetricQuery.Invalid("The collection MetricDataQueries must not have a size greater than 500.");
        }

        if (queries.GroupBy(query => query.Text("Id")).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw MetricQuery.Invalid($"The values for parameter id in MetricDataQueries are not unique: {twice.Key}");
        }

        var isAscending = input.Text("ScanBy") == "TimestampAscending";
        return new JsonObject
        {
            ["MetricDataResults"] = queries.Where(query => query.Flag("ReturnData") != false)
                .Select(query => Result(query, from, to, isAscending)).ToJson(),
            ["Messages"] = new JsonArray(),
        };
    }

    private JsonObject Result(JsonObject query, double from, double to, bool isAscending)
    {
        if (query.Object("MetricStat") is not { } wanted)
        {
            throw MetricQuery.Invalid($"The query {query.Text("Id")} has no MetricStat. The sandbox does not have metric math.");
        }

        var metric = wanted.Object("Metric")!;
        var (statistic, period) = (wanted.Text("Stat")!, MetricQuery.Period(wanted));
        var points = Find(metric, wanted.Text("Unit"))?.Read(from, to, period) ?? [];
        points = isAscending ? points : points.Reverse().ToList();
        return new JsonObject
        {
            ["Id"] = query.Text("Id"),
            ["Label"] = query.Text("Label") ?? metric.Text("MetricName"),
            ["Timestamps"] = new JsonArray(points.Select(point => (JsonNode)point.Time).ToArray()),
            ["Values"] = new JsonArray(points.Select(point => (JsonNode)MetricQuery.Value(point.Values, statistic)).ToArray()),
            ["StatusCode"] = "Complete",
        };
    }

    private JsonObject GetStatistics(JsonObject input)
    {
        var ((from, to), period, statistics) = (MetricQuery.Range(input), MetricQuery.Period(input), input.Texts("Statistics"));
        if (statistics.Count == 0)
        {
            throw new AwsError("InvalidParameterCombination", "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        }

        if (Math.Ceiling((to - from) / period) is > MostPoints and var asked)
        {
            throw new AwsError("InvalidParameterCombination", string.Format(
                CultureInfo.InvariantCulture,
                "You have requested up to {0} datapoints, which exceeds the limit of {1}. You may reduce the datapoints requested by increasing Period, "
                    + "or decreasing the time range.",
                asked,
                MostPoints));
        }

        var series = Find(input, input.Text("Unit"));
        return new JsonObject
        {
            ["Label"] = input.Text("MetricName"),
            ["Datapoints"] = (series?.Read(from, to, period) ?? []).Select(point =>
            {
                var datum = new JsonObject { ["Timestamp"] = point.Time, ["Unit"] = series!.Unit };
                foreach (var statistic in statistics)
                {
                    datum[statistic] = MetricQuery.Value(point.Values, statistic);
                }

                return datum;
            }).ToJson(),
        };
    }

    private JsonObject List(JsonObject input)
    {
        var (space, name, dimensions) = (input.Text("Namespace"), input.Text("MetricName"), MetricQuery.Dimensions(input));
        var found = _series
            .Where(item => (space is null || item.Value.Namespace == space) && (name is null || item.Value.Name == name))
            .Where(item => dimensions.All(wanted => item.Value.Dimensions.Any(
                dimension => dimension.Name == wanted.Name && (wanted.Value is null || dimension.Value == wanted.Value))))
            .OrderBy(item => item.Key, StringComparer.Ordinal)
            .ToList();
        var (page, next) = Paging.Page(
            found, item => item.Key, input.Text("NextToken"), PageSize, () => new AwsError("InvalidParameterValue", "The token is not valid."));
        var answer = new JsonObject { ["Metrics"] = page.Select(item => Describe(item.Value)).ToJson() };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return answer;
    }

    private static JsonObject Describe(MetricSeries series) => new()
    {
        ["Namespace"] = series.Namespace,
        ["MetricName"] = series.Name,
        ["Dimensions"] = series.Dimensions.Select(dimension => new JsonObject { ["Name"] = dimension.Name, ["Value"] = dimension.Value }).ToJson(),
    };

    private MetricSeries? Find(JsonObject metric, string? unit)
    {
        var (space, name, dimensions) = (metric.Text("Namespace"), metric.Text("MetricName"), MetricQuery.Dimensions(metric));
        return _series.Values.FirstOrDefault(series => series.Namespace == space && series.Name == name && MetricQuery.Has(series, dimensions)
            && (unit is null || unit == series.Unit));
    }
}
