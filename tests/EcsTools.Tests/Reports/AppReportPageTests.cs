using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Reports.Apps;
using Xunit;

namespace EcsTools.Tests.Reports;

public sealed class AppReportPageTests
{
    private const int Megabyte = 1 << 20;

    private static readonly string[] Void = ["meta", "link"];

    private static readonly string Page = AppReportPage.Write(ReportSample.Create());

    [Fact]
    public void A_text_from_outside_is_never_markup()
    {
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &lt;b&gt;bold&lt;/b&gt;", Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>bold", Page, StringComparison.Ordinal);
        Assert.DoesNotContain(Page, letter => letter is '\u001b' or '\u202E');
        Assert.Contains("결제가 승인되었습니다", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_loads_nothing()
    {
        Assert.Contains("default-src &#39;none&#39;", Page, StringComparison.Ordinal);
        var loaded = Regex.Matches(Page, @"(?:\bsrc|<link[^>]*\bhref)=""([^""]*)""|url\(([^)]*)\)|@import").Select(match => match.Groups[1].Value);
        Assert.All(loaded, address => Assert.StartsWith("data:", address, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_element_that_begins_ends_in_its_place()
    {
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(Page[Page.IndexOf("<html", StringComparison.Ordinal)..], @"<(/?)([a-z0-9]+)[^>]*>"))
        {
            var name = tag.Groups[2].Value;
            if (tag.Groups[1].Length == 0)
            {
                open.Push(name);
            }

            Assert.Equal(name, open.Peek());
            if (tag.Groups[1].Length > 0 || Void.Contains(name))
            {
                open.Pop();
            }
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Each_section_has_a_heading_and_each_table_a_caption_and_headers()
    {
        var ids = Regex.Matches(Page, @"<h2 id=""([^""]+)""").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(["requests", "deployments", "cost", "schedules", "log"], ids);
        Assert.Equal(ids, Regex.Matches(Page, @"<section aria-labelledby=""([^""]+)""").Select(match => match.Groups[1].Value));
        foreach (Match table in Regex.Matches(Page, @"<table.*?</table>", RegexOptions.Singleline))
        {
            Assert.Contains("<caption>", table.Value, StringComparison.Ordinal);
            Assert.Contains(@"scope=""col""", table.Value, StringComparison.Ordinal);
        }

        Assert.Single(Regex.Matches(Page, "<main>"));
        Assert.Single(Regex.Matches(Page, "<h1>"));
        Assert.Contains(@"<html lang=""en"">", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_shows_its_condition_its_shares_and_the_tasks_of_its_services()
    {
        var flow = Page.Substring(Page.IndexOf("/api/orders*", StringComparison.Ordinal), 2500);
        Assert.Matches(@"(?s)rule 1.*90 %.*주문-서비스.*2 of 2 targets healthy.*00000000|20000000.*healthy.*10 %.*api", flow);
        Assert.Contains("redirects to https://#{host}:443/new", Page, StringComparison.Ordinal);
        Assert.Contains("Health checks failed with these codes: [503]", Page, StringComparison.Ordinal);
        Assert.Matches("(?s)Without a route.*search.*no task runs", Page);
    }

    [Fact]
    public void The_calendar_has_each_run_on_its_day_of_the_page_s_time_zone()
    {
        // 03:00 in Seoul, in the zone of the page.
        Assert.Matches(@"(?s)<td class=""today""><span>30 Nov</span>", Page);
        Assert.Matches(@"(?s)<td><span>1 Dec</span><ul>.*?<li>03:00 nightly</li>", Page);
        Assert.Contains("<li>96 times cleanup</li>", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deployment_that_was_rolled_back_says_why()
        => Assert.Matches("(?s)class=\"state bad\">rolled back</span>.*tasks failed to start", Page);

    [Fact]
    public void The_page_stays_small_whatever_is_in_the_app()
    {
        var many = ReportSample.Create(lines: 1000, tasks: 3000);
        var page = AppReportPage.Write(many with
        {
            Log = many.Log.Select(line => line with { Line = line.Line with { Message = new string('<', 200_000) } }).ToList(),
            Entries = [many.Entries[0] with { Routes = Enumerable.Repeat(many.Entries[0].Routes[0], 100).ToList() }],
        });
        Assert.InRange(page.Length, 100_000, 4 * Megabyte);
        Assert.Contains("and 2988 more tasks", page, StringComparison.Ordinal);
        Assert.Contains("and 50 more rules", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_no_web_address_is_no_link()
    {
        var report = ReportSample.Create();
        var page = AppReportPage.Write(report with { App = report.App with { Url = "javascript:alert(1)" } });
        Assert.DoesNotContain("href=\"javascript", page, StringComparison.OrdinalIgnoreCase);
    }
}
