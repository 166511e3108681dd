using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Logs;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Logs;

public sealed class LogsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    private LogsService Logs => sandbox.Server.Cloud.Service<LogsService>();

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [SkippableFact]
    public async Task The_cli_writes_and_reads_a_log()
    {
        var aws = sandbox.Aws;
        await aws.JsonAsync("logs", "create-log-group", "--log-group-name", "/ecs/cli", "--tags", "app=x");
        await aws.JsonAsync("logs", "put-retention-policy", "--log-group-name", "/ecs/cli", "--retention-in-days", "7");
        await aws.JsonAsync("logs", "create-log-stream", "--log-group-name", "/ecs/cli", "--log-stream-name", "web/1");
        await aws.JsonAsync(
            "logs", "put-log-events", "--log-group-name", "/ecs/cli", "--log-stream-name", "web/1",
            "--log-events", $"timestamp={Now - 1},message=one", $"timestamp={Now},message=two");
        var read = await aws.JsonAsync("logs", "get-log-events", "--log-group-name", "/ecs/cli", "--log-stream-name", "web/1", "--start-from-head");
        var group = (await aws.JsonAsync("logs", "describe-log-groups", "--log-group-name-prefix", "/ecs/cli"))["logGroups"]![0]!;

        Assert.Equal(["one", "two"], read["events"]!.AsArray().Select(item => (string)item!["message"]!));
        Assert.Equal("arn:aws:logs:us-east-1:000000000000:log-group:/ecs/cli:*", (string?)group["arn"]);
        Assert.Equal(7, (int)group["retentionInDays"]!);
        Assert.Contains(
            "(ResourceAlreadyExistsException)", await aws.ErrorAsync("logs", "create-log-group", "--log-group-name", "/ecs/cli"));
        Assert.Contains("(ResourceNotFoundException)", await aws.ErrorAsync("logs", "get-log-events", "--log-group-name", "none", "--log-stream-name", "s"));
    }

    [Fact]
    public async Task At_the_end_the_forward_token_stays_the_same_and_later_lines_come_after_it()
    {
        Logs.EnsureGroup("tail");
        Append("tail", "s", "1", "2", "3");

        var first = await ReadAsync("tail", "s", ",\"startFromHead\":true,\"limit\":2");
        var second = await ReadAsync("tail", "s", Token(first, "nextForwardToken"));
        var end = await ReadAsync("tail", "s", Token(second, "nextForwardToken"));
        Append("tail", "s", "4");
        var after = await ReadAsync("tail", "s", Token(end, "nextForwardToken"));

        Assert.Equal(("1 2", "3", "", "4"), (Text(first), Text(second), Text(end), Text(after)));
        Assert.Equal((string?)second["nextForwardToken"], (string?)end["nextForwardToken"]);
    }

    [Fact]
    public async Task Without_a_token_the_newest_lines_come_and_backward_leads_to_the_oldest()
    {
        Logs.EnsureGroup("back");
        Append("back", "s", "1", "2", "3", "4", "5");

        var newest = await ReadAsync("back", "s", ",\"limit\":2");
        var before = await ReadAsync("back", "s", Token(newest, "nextBackwardToken") + ",\"limit\":2");
        var oldest = await ReadAsync("back", "s", Token(before, "nextBackwardToken") + ",\"limit\":2");
        var end = await ReadAsync("back", "s", Token(oldest, "nextBackwardToken"));
        var forward = await ReadAsync("back", "s", Token(end, "nextForwardToken"));

        Assert.Equal(("4 5", "2 3", "1", ""), (Text(newest), Text(before), Text(oldest), Text(end)));
        Assert.Equal((string?)oldest["nextBackwardToken"], (string?)end["nextBackwardToken"]);
        Assert.Equal("1 2 3 4 5", Text(forward));
    }

    [Fact]
    public async Task A_token_taken_from_an_empty_stream_sees_the_first_line()
    {
        Logs.EnsureGroup("early");
        Logs.EnsureStream("early", "s");

        var nothing = await ReadAsync("early", "s", "");
        Append("early", "s", "first");

        Assert.Equal("first", Text(await ReadAsync("early", "s", Token(nothing, "nextForwardToken"))));
    }

    [Fact]
    public async Task Filtered_events_of_all_streams_come_by_time_page_after_page()
    {
        Logs.EnsureGroup("filter");
        var start = Now - 10_000;
        for (var i = 0; i < 6; i++)
        {
            Logs.Append("filter", i % 2 == 0 ? "web/a" : "web/b", start + i, $"line {i} {(i < 4 ? "ERROR" : "ok")}");
        }

        var first = await FilterAsync("filter", ",\"filterPattern\":\"ERROR\",\"limit\":3");
        var second = await FilterAsync("filter", $",\"filterPattern\":\"ERROR\",\"limit\":3,\"nextToken\":\"{first["nextToken"]}\"");

        Assert.Equal("line 0 ERROR line 1 ERROR line 2 ERROR", Text(first));
        Assert.Equal("line 3 ERROR", Text(second));
        Assert.Null(second["nextToken"]);
        Assert.Equal("line 5 ok", Text(await FilterAsync("filter", $",\"logStreamNames\":[\"web/b\"],\"startTime\":{start + 4}")));
        Assert.Equal("line 4 ok line 5 ok", Text(await FilterAsync("filter", ",\"filterPattern\":\"line -ERROR\",\"logStreamNamePrefix\":\"web/\"")));
        Assert.Equal("line 0 ERROR", Text(await FilterAsync("filter", $",\"endTime\":{start + 1}")));
    }

    [Theory]
    [InlineData("ERROR", "an ERROR here", true)]
    [InlineData("ERROR", "an error here", false)]
    [InlineData("one two", "two and one", true)]
    [InlineData("one two", "one only", false)]
    [InlineData("?one ?two", "only two", true)]
    [InlineData("?one ?two", "neither", false)]
    [InlineData("\"one two\"", "one two three", true)]
    [InlineData("\"one two\"", "two one", false)]
    [InlineData("-debug", "debug it", false)]
    [InlineData("%[0-9]{3}%", "status 404", true)]
    [InlineData("%[0-9]{3}%", "status 40", false)]
    [InlineData("", "anything", true)]
    [InlineData("{ $.level = \"error\" }", "{\"level\":\"error\"}", true)]
    [InlineData("{ $.level = \"error\" }", "{\"level\":\"info\",\"was\":\"error\"}", false)]
    [InlineData("{ $.level = \"err*\" && $.http.status > 499 }", "{\"level\":\"error\",\"http\":{\"status\":502}}", true)]
    [InlineData("{ $.level = \"err*\" && $.http.status > 499 }", "{\"level\":\"error\",\"http\":{\"status\":404}}", false)]
    [InlineData("{ $.level != \"info\" || $.slow = true }", "{\"level\":\"info\",\"slow\":true}", true)]
    [InlineData("{ $.level != \"info\" || $.slow = true }", "{\"level\":\"info\",\"slow\":false}", false)]
    [InlineData("{ $.text = \"a && b\" }", "{\"text\":\"a && b\"}", true)]
    [InlineData("{ $.level = \"error\" }", "level error", false)]
    public void A_pattern_picks_messages(string pattern, string message, bool picked)
        => Assert.Equal(picked, new LogFilter(pattern).Matches(message));

    [Theory]
    [InlineData("PutLogEvents", "\"logStreamName\":\"s\",\"logEvents\":[{\"timestamp\":2,\"message\":\"b\"},{\"timestamp\":1,\"message\":\"a\"}]", "InvalidParameterException")]
    [InlineData("PutLogEvents", "\"logStreamName\":\"s\",\"logEvents\":[]", "InvalidParameterException")]
    [InlineData("PutLogEvents", "\"logStreamName\":\"none\",\"logEvents\":[{\"timestamp\":2,\"message\":\"b\"}]", "ResourceNotFoundException")]
    [InlineData("GetLogEvents", "\"logStreamName\":\"s\",\"nextToken\":\"made-up\"", "InvalidParameterException")]
    [InlineData("FilterLogEvents", "\"nextToken\":\"made-up\"", "InvalidParameterException")]
    [InlineData("FilterLogEvents", "\"filterPattern\":\"{ $.a IS RED }\"", "InvalidParameterException")]
    [InlineData("FilterLogEvents", "\"logStreamNames\":[\"s\"],\"logStreamNamePrefix\":\"s\"", "InvalidParameterException")]
    [InlineData("PutRetentionPolicy", "\"retentionInDays\":2", "InvalidParameterException")]
    [InlineData("CreateLogStream", "\"logStreamName\":\"s\"", "ResourceAlreadyExistsException")]
    [InlineData("CreateLogStream", "\"logStreamName\":\"a:b\"", "InvalidParameterException")]
    [InlineData("DescribeLogStreams", "\"orderBy\":\"LastEventTime\",\"logStreamNamePrefix\":\"s\"", "InvalidParameterException")]
    public async Task What_logs_refuses_is_refused_with_its_code(string operation, string members, string code)
    {
        Logs.EnsureGroup("strict");
        Logs.EnsureStream("strict", "s");

        var answer = await _aws.JsonAsync("logs", "Logs_20140328." + operation, $"{{\"logGroupName\":\"strict\",{members}}}");

        Assert.Equal(code, (string?)answer.Json["__type"]);
    }

    [Fact]
    public async Task Events_too_old_or_too_new_are_reported_and_left_out()
    {
        Logs.EnsureGroup("reject");
        Logs.EnsureStream("reject", "s");
        var old = Now - (15L * 24 * 3_600_000);
        var answer = await _aws.JsonAsync(
            "logs", "Logs_20140328.PutLogEvents", $"{{\"logGroupName\":\"reject\",\"logStreamName\":\"s\",\"logEvents\":[{{\"timestamp\":{old},\"message\":\"old\"}}]}}");

        Assert.Equal(1, (int)answer.Json["rejectedLogEventsInfo"]!["tooOldLogEventEndIndex"]!);
        Assert.Equal("", Text(await ReadAsync("reject", "s", "")));
    }

    [Fact]
    public void A_line_for_a_group_that_is_missing_fails()
        => Assert.Equal("ResourceNotFoundException", Assert.Throws<AwsError>(() => Logs.Append("missing", "s", Now, "x")).Code);

    [Theory]
    [InlineData("%a*a*a*a*a*a*a*a*a*a*b%")]
    [InlineData("%a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaab%")]
    [InlineData("%[a-z]{1,100}[a-z]{1,100}[A-Z]$%")]
    public async Task A_regular_expression_takes_linear_time(string pattern)
    {
        var group = "slow" + Guid.NewGuid().ToString("N");
        Logs.EnsureGroup(group);
        Append(group, "s", Enumerable.Repeat(new string('a', 5000) + "!", 50).ToArray());

        var searching = _aws.JsonAsync("logs", "Logs_20140328.FilterLogEvents", $$"""{"logGroupName":"{{group}}","filterPattern":"{{pattern}}"}""");
        var others = Enumerable.Range(0, 20).Select(_ => ReadAsync(group, "s", ",\"limit\":1")).ToList();

        Assert.All(await Task.WhenAll(others), answer => Assert.Single(answer["events"]!.AsArray()));
        Assert.Empty((await searching).Json["events"]!.AsArray());
    }

    [Fact]
    public async Task A_pattern_of_many_stars_over_JSON_ends()
    {
        Logs.EnsureGroup("stars");
        Append("stars", "s", $$"""{"text":"{{new string('a', 20_000)}}"}""", """{"text":"\ud800"}""");
        var stars = string.Concat(Enumerable.Repeat("*a", 60)) + "*b";

        var pattern = System.Text.Json.JsonSerializer.Serialize("{ $.text = \"" + stars + "\" }");

        Assert.Equal("", Text(await FilterAsync("stars", $",\"filterPattern\":{pattern}")));
    }

    [Fact]
    public async Task Pages_of_many_streams_lose_nothing_and_repeat_nothing()
    {
        Logs.EnsureGroup("merge");
        var start = Now - 100_000;
        var random = new Random(5);
        for (var i = 0; i < 25_000; i++)
        {
            Logs.Append("merge", "s" + random.Next(7), start + i, i.ToString());
        }

        var seen = new System.Collections.Generic.List<string>();
        var token = "";
        do
        {
            var page = await FilterAsync("merge", $",\"limit\":7000{token}");
            seen.AddRange(page["events"]!.AsArray().Select(item => (string)item!["message"]!));
            token = page["nextToken"] is null ? "" : Token(page, "nextToken");
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(0, 25_000).Select(i => i.ToString()), seen);
    }

    private void Append(string group, string stream, params string[] lines)
    {
        foreach (var line in lines)
        {
            Logs.Append(group, stream, Now, line);
        }
    }

    private async Task<JsonNode> ReadAsync(string group, string stream, string more)
        => (await _aws.JsonAsync("logs", "Logs_20140328.GetLogEvents", $"{{\"logGroupName\":\"{group}\",\"logStreamName\":\"{stream}\"{more}}}")).Json;

    private async Task<JsonNode> FilterAsync(string group, string more)
        => (await _aws.JsonAsync("logs", "Logs_20140328.FilterLogEvents", $"{{\"logGroupName\":\"{group}\"{more}}}")).Json;

    private static string Token(JsonNode answer, string name) => $",\"nextToken\":\"{answer[name]}\"";

    private static string Text(JsonNode answer) => string.Join(" ", answer["events"]!.AsArray().Select(item => (string?)item!["message"]));
}
