using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Sources;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>What an app must be, before anything is read or created.</summary>
public sealed class AppDefinitionTests
{
    [Theory]
    [InlineData("my app", "my-app")]
    [InlineData("9lives", "app-9lives")]
    [InlineData("shop-", "shop")]
    [InlineData("", "app")]
    public void A_bad_name_is_answered_with_a_good_one(string name, string instead)
    {
        var problem = Assert.Throws<EcsToolsException>(() => AppDefinitionChecks.Check(App(name, AppWorld.Worker("web"))));
        Assert.Equal("InvalidAppName", problem.ErrorId);
        Assert.EndsWith("-Name " + instead, problem.Remedy);
        AppDefinitionChecks.Check(App(instead, AppWorld.Worker("web")));
    }

    [Fact]
    public void An_error_begins_with_the_place_in_the_file()
    {
        var service = AppWorld.Worker("web") with
        {
            DependsOn = [new AppDependency("qeue", AppDependencyCondition.Started, new SourcePosition("compose.yaml", 12, 7))],
        };
        var problem = Assert.Throws<EcsToolsException>(() => AppDefinitionChecks.Check(App("shop", service, AppWorld.Worker("queue"))));
        Assert.Equal("AppDependencyMissing", problem.ErrorId);
        Assert.StartsWith("compose.yaml:12:7: ", problem.Message);
        Assert.Contains("queue", problem.Remedy);
    }

    [Fact]
    public void Services_cannot_depend_on_each_other()
    {
        var one = AppWorld.Worker("one") with { DependsOn = [new AppDependency("two", AppDependencyCondition.Started)] };
        var two = AppWorld.Worker("two") with { DependsOn = [new AppDependency("one", AppDependencyCondition.Started)] };
        Assert.Equal("AppDependencyCycle", Assert.Throws<EcsToolsException>(() => AppDefinitionChecks.Check(App("shop", one, two))).ErrorId);
    }

    [Fact]
    public void Nothing_waits_for_the_end_of_a_service_that_keeps_running()
    {
        var web = AppWorld.Worker("web") with { DependsOn = [new AppDependency("queue", AppDependencyCondition.Completed)] };
        Assert.Equal(
            "AppDependencyNeverEnds",
            Assert.Throws<EcsToolsException>(() => AppDefinitionChecks.Check(App("shop", web, AppWorld.Worker("queue")))).ErrorId);
    }

    [Fact]
    public void Levels_follow_the_dependencies_and_keep_the_order_of_the_file()
    {
        var app = App(
            "shop",
            AppWorld.Worker("web") with { DependsOn = [new AppDependency("api", AppDependencyCondition.Healthy)] },
            AppWorld.Worker("mail"),
            AppWorld.Worker("api"));
        Assert.Equal(["mail,api", "web"], AppOrder.Levels(app).Select(level => string.Join(",", level.Select(service => service.Name))));
    }

    [Theory]
    [InlineData("/src/Web_Shop", "web-shop")]
    [InlineData("/src/42", "app-42")]
    [InlineData("/src/été", "t")]
    [InlineData("/src/a-very-long-name-of-a-folder-that-no-name-can-have", "a-very-long-name-of-a-folder-tha")]
    public void A_folder_names_its_app(string folder, string name) => Assert.Equal(name, FolderApp.NameOf(folder));

    [Fact]
    public void A_target_group_has_a_name_that_fits_and_stays_the_same()
    {
        Assert.Equal("shop-web", AppNames.TargetGroup("shop", "web"));
        Assert.Equal("shop", AppNames.TargetGroup("shop", "shop"));
        var name = AppNames.TargetGroup("shop", "a_service_with_a_name_that_is_too_long");
        Assert.Equal("shop-a-service-with-a", name.Substring(0, 21));
        Assert.InRange(name.Length, 22, 30);
        Assert.Equal(name, AppNames.TargetGroup("shop", "a_service_with_a_name_that_is_too_long"));
        Assert.NotEqual(name, AppNames.TargetGroup("shop", "a_service_with_a_name_that_is_too_long_too"));
    }

    private static AppDefinition App(string name, params AppService[] services) => new() { Name = name, Services = services };
}
