using System;
using System.Linq;
using EcsTools.Apps.Definition;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Which services of a compose file reach each other by name.</summary>
public sealed class ConnectionMappingTests
{
    [Fact]
    public void A_variable_that_names_a_service_connects_the_two()
    {
        var app = ComposeFolder.Of("""
            services:
              web: { image: w, environment: { API_URL: 'http://api:3000/v1', CACHE: 'redis://cache:6379' }, ports: ['80:80'] }
              api: { image: a, expose: [3000, 9000] }
              cache: { image: c, expose: [6379] }
              other: { image: o, expose: [1] }
            """);
        Assert.Empty(app.Warnings);
        Assert.Equal(["web", "api", "cache"], app.Services.Where(service => service.Connection is not null).Select(service => service.Name));
        Assert.Empty(Of(app, "web").Connection!.Endpoints);
        Assert.Equal([("api", 3000), ("api", 9000)], Of(app, "api").Connection!.Endpoints.Select(endpoint => (endpoint.Name, endpoint.Port)));
        Assert.Equal(["api-3000", "api-9000"], Of(app, "api").Container.Ports!.Select(port => port.Name));
        Assert.Null(Of(app, "web").Container.Ports![0].Name);
        Assert.Contains(app.Notes, note => note.Contains("api:3000", StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_is_published_after_those_that_it_names()
    {
        var app = ComposeFolder.Of("""
            services:
              web: { image: w, environment: { API_HOST: api }, depends_on: { api: { condition: service_healthy } } }
              api: { image: a, expose: [3000], environment: { WEB_URL: 'http://web:80', CACHE_HOST: cache } }
              cache: { image: c, expose: [6379] }
            """);
        Assert.Equal([("api", AppDependencyCondition.Healthy)], Of(app, "web").DependsOn.Select(other => (other.Service, other.Condition)));
        Assert.Equal(["cache"], Of(app, "api").DependsOn.Select(other => other.Service));
    }

    [Fact]
    public void Services_that_name_each_other_have_no_order()
    {
        var app = ComposeFolder.Of("""
            services:
              a: { image: a, expose: [1], environment: { B_URL: 'http://b:2' } }
              b: { image: b, expose: [2], environment: { A_URL: 'http://a:1' } }
            """);
        Assert.All(app.Services, service => Assert.Empty(service.DependsOn));
        Assert.Equal(2, app.Warnings.Count(warning => warning.Contains("may not know the name", StringComparison.Ordinal)));
        Assert.All(app.Services, service => Assert.Single(service.Connection!.Endpoints));
    }

    [Fact]
    public void A_sidecar_is_reached_by_its_own_name()
    {
        var app = ComposeFolder.Of("""
            services:
              web: { image: w, environment: { PROXY: 'http://proxy:8080' } }
              api: { image: a, expose: [3000] }
              proxy: { image: p, expose: [8080], x-fargate: { sidecarOf: api } }
            """);
        Assert.Equal([new AppEndpoint("proxy", 8080)], Of(app, "api").Connection!.Endpoints);
        Assert.Equal("proxy-8080", Of(app, "api").Sidecars[0].Ports![0].Name);
        Assert.Null(Of(app, "api").Container.Ports![0].Name);
    }

    [Fact]
    public void Connect_says_it_where_no_variable_does()
    {
        var app = ComposeFolder.Of("""
            services:
              web: { image: w }
              api: { image: a, expose: [3000], x-fargate: { connect: true } }
              old: { image: o, expose: [4000], x-fargate: { connect: false } }
              user: { image: u, environment: { OLD_URL: 'http://old:4000' } }
            """);
        Assert.Equal([0, 1, 0, 0], app.Services.Select(service => service.Connection?.Endpoints.Count));
        Assert.Equal(["api"], Of(app, "web").DependsOn.Select(other => other.Service));
    }

    [Theory]
    [InlineData("cache: { image: c }", "no TCP port")]
    [InlineData("cache: { image: c, expose: [53/udp] }", "no TCP port")]
    [InlineData("cache: { image: c, expose: [6379], x-fargate: { runOnce: true } }", "runs once or on a schedule, so it has no address")]
    public void What_cannot_be_reached_by_its_name_has_a_warning(string cache, string problem)
    {
        var app = ComposeFolder.Of($"services:\n  web: {{ image: w, environment: {{ URL: 'redis://cache:6379/0' }} }}\n  {cache}\n");
        var warning = Assert.Single(app.Warnings);
        Assert.Contains("names the service 'cache'", warning, StringComparison.Ordinal);
        Assert.Contains(problem, warning, StringComparison.Ordinal);
        Assert.All(app.Services, service => Assert.Null(service.Connection));
    }

    [Fact]
    public void A_task_that_runs_once_knows_no_names()
    {
        var app = ComposeFolder.Of("""
            services:
              job: { image: j, environment: { URL: 'http://api:3000' }, x-fargate: { schedule: { every: 1d } } }
              api: { image: a, expose: [3000] }
            """);
        Assert.Contains("a task that runs once or on a schedule knows no names", Assert.Single(app.Warnings), StringComparison.Ordinal);
        Assert.Null(Of(app, "api").Connection);
    }

    [Fact]
    public void Connect_without_a_port_is_refused()
        => Assert.Contains(
            "has no TCP port", ComposeFolder.Refused("services: { api: { image: a, x-fargate: { connect: true } } }").Message, StringComparison.Ordinal);

    [Fact]
    public void The_name_of_a_port_has_at_most_64_characters_and_stays_its_own()
    {
        var names = new[] { new string('a', 100) + "b", new string('a', 100) + "c", "A.b_c" }.Select(name => new AppEndpoint(name, 65535).PortName).ToList();
        Assert.Equal(3, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z0-9][a-z0-9_-]{0,63}$", name));
        Assert.Equal("a-b_c-65535", names[2]);
    }

    private static AppService Of(AppDefinition app, string name) => app.Services.Single(service => service.Name == name);
}
