using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Export;
using EcsTools.Compose;
using EcsTools.Images.Credentials;
using EcsTools.Models;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>Apps whose images are in private registries, and the secrets with which ECS pulls them.</summary>
public sealed class AppPullCredentialTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly AppWorld _world = new(sandbox.Connection);

    [Fact]
    public async Task A_service_and_its_sidecar_have_their_own_secrets_and_the_execution_role_may_read_them()
    {
        var (name, first, second) = (AppWorld.Unique(), await SecretAsync(), await SecretAsync());
        var request = AppWorld.Request(name) with { Definition = Read(name, Sidecar(first, second)) };
        await _world.PublishAsync(request);

        Assert.Equal([first, second], await SecretsAsync(name));
        var policy = Uri.UnescapeDataString((await sandbox.Server.CallAsync("AWSSDK.IdentityManagement", "GetRolePolicy", new JsonObject
        {
            ["RoleName"] = "ecsTaskExecutionRole", ["PolicyName"] = "EcsToolsSecrets",
        })).ToJsonString());
        Assert.All([first, second], secret => Assert.Contains(secret, policy, StringComparison.Ordinal));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request)).Change);

        // The export keeps them: published again, it changes nothing.
        var export = await new AppExport(sandbox.Connection).WriteAsync(name, AppExportFormat.Compose, default);
        Assert.DoesNotContain(export.Warnings, warning => warning.Contains("repositoryCredentials", StringComparison.Ordinal));
        var plan = await _world.PlanAsync(request with { Definition = Read(name, export.Text) });
        Assert.Equal(ChangeStatus.Unchanged, Assert.Single(plan.Services).Definition.Change);
        foreach (var format in new[] { AppExportFormat.CloudFormation, AppExportFormat.PowerShell })
        {
            var text = (await new AppExport(sandbox.Connection).WriteAsync(name, format, default)).Text;
            Assert.All([first, second], secret => Assert.Contains(secret, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_secret_that_does_not_exist_is_refused_before_anything_is_created()
    {
        var (name, known) = (AppWorld.Unique(), await SecretAsync());
        foreach (var text in new[] { Sidecar("team/none", known), Sidecar(known, "team/none") })
        {
            var request = AppWorld.Request(name) with { Definition = Read(name, text) };
            var error = await Assert.ThrowsAsync<EcsToolsException>(() => _world.PlanAsync(request));
            Assert.Equal("PullSecretNotFound", error.ErrorId);
            Assert.Contains("team/none", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_login_is_for_the_images_elsewhere_that_name_no_secret_and_is_in_no_plan()
    {
        var (name, own) = (AppWorld.Unique(), await SecretAsync());
        var text = $$"""
            services:
              web: { image: registry.example.com/web:1 }
              own: { image: registry.example.com/own:1, x-fargate: { pullCredential: {{own}} } }
              ecr: { image: "000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1" }
            """;
        var login = new RegistryCredential { Registry = "", UserName = name, Password = "open sesame" };
        var request = AppWorld.Request(name) with { Definition = Read(name, text), PullLogin = login };
        var plan = await _world.PlanAsync(request);

        var secret = $"ecstools/pull/registry.example.com/{name}";
        Assert.Contains(plan.Steps.Lines(), line => line.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain("open sesame", request + string.Join('\n', plan.Steps.Lines()), StringComparison.Ordinal);
        Assert.Equal(
            [secret, own, null],
            plan.Services.Select(service => service.Definition.Document["containerDefinitions"]![0]!["repositoryCredentials"])
                .Select(credentials => (string?)credentials?["credentialsParameter"]));
    }

    [Fact]
    public async Task A_login_becomes_one_secret_for_all_services_of_its_registry()
    {
        var name = AppWorld.Unique();
        const string Text = "services: { web: { image: registry.example.com/web:1 }, job: { image: registry.example.com/job:1 } }";
        var request = AppWorld.Request(name) with
        {
            Definition = Read(name, Text), PullLogin = new RegistryCredential { Registry = "", UserName = name, Password = "open sesame" },
        };
        await _world.PublishAsync(request);

        var secret = $"ecstools/pull/registry.example.com/{name}";
        var value = await sandbox.Server.CallAsync("AWSSDK.SecretsManager", "GetSecretValue", new JsonObject { ["SecretId"] = secret });
        Assert.Contains("open sesame", (string?)value["SecretString"], StringComparison.Ordinal);
        Assert.Equal([secret], await SecretsAsync(name));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request)).Change);
    }

    [Fact]
    public void A_built_image_takes_no_secret()
    {
        var error = Assert.Throws<EcsToolsException>(() => Read("a", "services: { web: { build: ., x-fargate: { pullCredential: team/hub } } }"));
        Assert.Contains("web builds its image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_without_a_name_is_refused()
        => Assert.Contains("pullCredential", Assert.Throws<EcsToolsException>(
            () => Read("a", "services: { web: { image: a, x-fargate: { pullCredential: '' } } }")).Message, StringComparison.Ordinal);

    private static string Sidecar(string main, string sidecar) => $$"""
        services:
          web: { image: registry.example.com/web:1, x-fargate: { pullCredential: {{main}} } }
          proxy: { image: other.example.com/proxy:1, x-fargate: { sidecarOf: web, pullCredential: {{sidecar}} } }
        """;

    private static AppDefinition Read(string name, string text)
    {
        using var folder = new TemporaryFolder();
        return ComposeApps.Read(new ComposeRequest
        {
            Paths = [folder.Write("compose.yaml", text)], Name = name, Region = "us-east-1", Account = "000000000000",
        });
    }

    private async Task<string> SecretAsync()
    {
        var name = "team/" + TaskSandbox.Unique("hub");
        await sandbox.Server.CallAsync("AWSSDK.SecretsManager", "CreateSecret", new JsonObject
        {
            ["Name"] = name, ["SecretString"] = """{"username":"team","password":"x"}""",
        });
        return name;
    }

    private async Task<string[]> SecretsAsync(string app)
    {
        var definition = (await sandbox.Connection.Ecs.DescribeTaskDefinitionAsync(
            new Amazon.ECS.Model.DescribeTaskDefinitionRequest { TaskDefinition = app + "-web" })).TaskDefinition;
        return definition.ContainerDefinitions.Select(container => container.RepositoryCredentials?.CredentialsParameter ?? "").ToArray();
    }
}
