using System;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Reports.Apps;
using EcsTools.Reports.Costs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Reports;

/// <summary>The pages in a real browser.</summary>
public sealed class BrowserTests
{
    // Measures what no style sheet can promise: that nothing is wider than the window, and that the text can be read.
    private const string Measure = """
        <script>
        const root = document.documentElement;
        const contrast = element => {
          const light = text => { const [r, g, b] = text.match(/\d+/g).map(Number).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b; };
          let ground = element; while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
          const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(ground).backgroundColor)].sort((x, y) => y - x);
          return (a + .05) / (b + .05); };
        const least = Math.min(...[...document.querySelectorAll('p, td, th, dt, dd, small, a, .state, h1, h2, caption')].map(contrast));
        top.document.documentElement.dataset.measured = [root.scrollWidth <= innerWidth, least >= 4.5, document.querySelectorAll('section').length].join(' ');
        </script></body>
        """;

    [SkippableTheory]
    [InlineData(400, "light")]
    [InlineData(1280, "dark")]
    public async Task The_page_of_an_app_fits_the_window_and_can_be_read(int width, string scheme)
        => Assert.Contains(
            "data-measured=\"true true 5\"", await DumpAsync(AppReportPage.Write(ReportSample.Create()), width, scheme), StringComparison.Ordinal);

    [SkippableFact]
    public async Task The_page_of_costs_fits_a_small_window()
        => Assert.Contains(
            "data-measured=\"true true 1\"", await DumpAsync(CostReport.Write([ReportSample.Cost()], ReportSample.At), 400, "dark"), StringComparison.Ordinal);

    [SkippableFact]
    public async Task Markup_in_a_log_line_is_text_in_the_browser_too()
    {
        var dom = await DumpAsync(AppReportPage.Write(ReportSample.Create()), 1280, "light");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", dom, StringComparison.Ordinal);
        Assert.Single(dom.Split("<script"), part => part.Contains("scrollWidth", StringComparison.Ordinal));
    }

    private static async Task<string> DumpAsync(string page, int width, string scheme)
    {
        Tool.Require("chromium");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "page.html");
        const int NarrowestWindow = 500;

        // The page's own policy allows no script, so the copy that is measured has none.
        var copy = page.Replace("default-src &#39;none&#39;", "default-src &#39;unsafe-inline&#39;", StringComparison.Ordinal)
            .Replace("</body>", Measure, StringComparison.Ordinal)
            .Replace("prefers-color-scheme: dark", scheme == "dark" ? "min-width: 1px" : "max-width: 0px", StringComparison.Ordinal);
        if (width < NarrowestWindow)
        {
            copy = $"<!DOCTYPE html><html><body><iframe style=\"width:{width}px;height:900px;border:0\" "
                + $"srcdoc=\"{WebUtility.HtmlEncode(copy)}\"></iframe></body></html>";
        }

        await File.WriteAllTextAsync(file, copy);
        var result = await Tool.RunAsync(
            "chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
                "--user-data-dir=" + Path.Combine(folder.Path, "profile"), $"--window-size={width},900", "--dump-dom", new Uri(file).AbsoluteUri,
            ]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }
}
