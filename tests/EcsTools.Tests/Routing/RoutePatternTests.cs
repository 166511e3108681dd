using EcsTools.Routing.Rules;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>Patterns of rules: what they match, and how two of them relate.</summary>
public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/api/users*", "/api/users", true)]
    [InlineData("/api/users*", "/api/users-old", true)]
    [InlineData("/api/users/*", "/api/users", false)]
    [InlineData("/api/users/*", "/api/users/1/posts", true)]
    [InlineData("/API/*", "/api/x", false)]
    [InlineData("/v?/x", "/v1/x", true)]
    [InlineData("/v?/x", "/v12/x", false)]
    [InlineData("*/end", "/a/b/end", true)]
    [InlineData("/a*b*c", "/axxbyybzzc", true)]
    [InlineData("/a*b*c", "/axxbyyb", false)]
    [InlineData("*", "", true)]
    public void A_pattern_matches_the_whole_text(string pattern, string text, bool matches)
        => Assert.Equal(matches, RoutePattern.Matches(pattern, text, ignoreCase: false));

    [Theory]
    [InlineData("*.example.com", "API.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    public void A_host_ignores_case(string pattern, string host, bool matches)
        => Assert.Equal(matches, RoutePattern.Matches(pattern, host, ignoreCase: true));

    [Theory]
    [InlineData("/api*", "/api/users*", true)]
    [InlineData("/api/users*", "/api/posts*", false)]
    [InlineData("/*/x", "/a/*", true)]
    [InlineData("/a?", "/ab*", true)]
    [InlineData("/a?", "/abc*", false)]
    [InlineData("*a", "*b", false)]
    public void Two_patterns_overlap_if_one_text_fits_both(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, RoutePattern.Overlap(one, other, ignoreCase: false));
        Assert.Equal(overlap, RoutePattern.Overlap(other, one, ignoreCase: false));
    }

    [Theory]
    [InlineData("/api*", "/api/users*", true)]
    [InlineData("/api/users*", "/api*", false)]
    [InlineData("*", "/a?c", true)]
    [InlineData("/a?", "/ab", true)]
    [InlineData("/ab", "/a?", false)]
    [InlineData("/a*z", "/a*y*z", true)]
    public void A_pattern_covers_another_if_it_fits_all_of_its_texts(string general, string special, bool covers)
        => Assert.Equal(covers, RoutePattern.Covers(general, special, ignoreCase: false));
}
