using System;
using System.Linq;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Several files: overrides, extends and include.</summary>
public class ComposeFilesTests
{
    [Fact]
    public void A_folder_means_its_compose_file_and_the_override()
    {
        using var folder = new ComposeFolder("services: { web: { image: 'a:1', user: u } }");
        folder.Write("compose.override.yml", "services: { web: { image: 'a:2' } }");
        folder.Write("docker-compose.yml", "services: { other: { image: 'never' } }");
        var container = Assert.Single(folder.Read().Services).Container;
        Assert.Equal(("a:2", "u"), (container.ImageUri, container.User));
    }

    [Fact]
    public void A_folder_without_one_is_refused()
    {
        using var folder = new ComposeFolder();
        Assert.Equal("ComposeFileNotFound", Assert.Throws<EcsToolsException>(() => folder.Read()).ErrorId);
        Assert.Equal("PathNotFound", Assert.Throws<EcsToolsException>(() => folder.Read("none.yaml")).ErrorId);
    }

    [Fact]
    public void Reset_and_override_replace_what_an_earlier_file_says()
    {
        using var folder = new ComposeFolder();
        folder.Write("a.yaml", "services: { web: { image: a, user: u, cap_add: [A], environment: { A: 1, B: 2 }, labels: { x: 1 } }, old: { image: o } }");
        folder.Write("b.yaml", "services: { web: { user: !reset null, cap_add: !override [B], environment: { A: !reset null }, labels: !reset {} }, old: !reset null }");
        Assert.Equal(["services.web.cap_add[0]=B", "services.web.environment.B=2", "services.web.image=a"], folder.Flat("a.yaml", "b.yaml"));
    }

    [Fact]
    public void Volumes_are_merged_by_their_path_and_environment_files_in_order()
    {
        using var folder = new ComposeFolder();
        folder.Write("a.yaml", "services: { web: { image: a, volumes: ['a:/data', 'b:/b'], env_file: [a.env] } }");
        folder.Write("b.yaml", "services: { web: { volumes: ['c:/data:ro'], env_file: b.env } }");
        Assert.Equal(
            ["/data c true", "/b b "],
            folder.Flat("a.yaml", "b.yaml").Where(line => line.Contains("volumes[", StringComparison.Ordinal)).GroupBy(line => line.Split(']')[0])
                .Select(mount => string.Join(" ", new[] { "target", "source", "read_only" }.Select(key => mount.FirstOrDefault(line => line.Contains($".{key}=", StringComparison.Ordinal))?.Split('=')[1]))));
        Assert.Equal(["a.env", "b.env"], folder.Flat("a.yaml", "b.yaml").Where(line => line.Contains("env_file", StringComparison.Ordinal)).Select(line => line.Split('=')[1]));
    }

    [Fact]
    public void Documents_of_one_file_are_merged()
        => Assert.Equal("b", ComposeFolder.Of("services: { web: { image: a } }\n---\nservices: { web: { image: b } }\n").Services[0].Container.ImageUri);

    [Fact]
    public void A_service_extends_one_of_another_file_with_the_paths_of_that_file()
    {
        using var folder = new ComposeFolder("services:\n  web:\n    extends: { file: common/base.yaml, service: app }\n    environment: { B: here }");
        folder.Write("common/base.yaml", "services:\n  root: { image: 'base:1', environment: { C: root } }\n  app: { extends: root, env_file: app.env, environment: { A: base, B: base }, command: [run] }");
        folder.Write("common/app.env", "D=file\n");
        var container = folder.Read().Services[0].Container;
        Assert.Equal("base:1", container.ImageUri);
        Assert.Equal("A=base B=here C=root D=file", string.Join(" ", container.Environment!.OrderBy(one => one.Key).Select(one => $"{one.Key}={one.Value}")));
    }

    [Theory]
    [InlineData("services: { a: { image: a, extends: b }, b: { extends: a } }", "extends itself: a → b → a")]
    [InlineData("services: { a: { extends: none } }", "there is no service 'none' to extend")]
    [InlineData("services: { a: { extends: { file: none.yaml, service: b } } }", "does not exist")]
    [InlineData("services: { a: { extends: { servic: b } } }", "extends has no key 'servic'")]
    [InlineData("services: { a: { extends: { file: compose2.yaml, service: b } } }", "includes or extends itself")]
    [InlineData("include: [compose2.yaml]\nservices: { a: { image: a } }", "includes or extends itself")]
    [InlineData("include: [three.yaml]\nservices: { c: { image: a } }", "services.c is also in the included file three.yaml:1:13")]
    [InlineData("include: [{ paths: a }]", "include has no key 'paths'")]
    public void References_that_go_wrong_are_refused(string compose, string says)
    {
        using var folder = new ComposeFolder(compose);
        folder.Write("compose2.yaml", "services: { b: { extends: { file: compose.yaml, service: a } } }");
        folder.Write("three.yaml", "services: { c: { image: c } }");
        Assert.Contains(says, folder.Refused("compose.yaml").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Included_files_have_their_own_folder_and_variables()
    {
        using var folder = new ComposeFolder("include:\n- sub/compose.yaml\nservices: { web: { image: 'web:$TAG', depends_on: [db] } }");
        folder.Write(".env", "TAG=1\n");
        folder.Write("sub/compose.yaml", "services: { db: { image: 'db:$TAG$DB', env_file: db.env } }");
        folder.Write("sub/.env", "TAG=2\nDB=x\n");
        folder.Write("sub/db.env", "A=1\n");
        var services = folder.Read().Services;
        Assert.Equal(["web:1", "db:1x"], services.Select(service => service.Container.ImageUri));
        Assert.Equal("1", services[1].Container.Environment!["A"]);
    }

    [Fact]
    public void The_same_key_as_a_list_and_as_a_mapping_is_refused()
    {
        using var folder = new ComposeFolder();
        folder.Write("a.yaml", "services: { web: { image: a, cap_add: [A] } }");
        folder.Write("b.yaml", "services: { web: { cap_add: { A: 1 } } }");
        Assert.Contains("is a mapping, and in a.yaml:1:39 it is a list", folder.Refused("a.yaml", "b.yaml").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "web")]
    [InlineData("debug", "web,tools")]
    [InlineData("*", "web,tools,extra")]
    public void Only_services_of_active_profiles_are_read(string profile, string expected)
    {
        using var folder = new ComposeFolder("services: { web: { image: a }, tools: { image: b, profiles: [debug] }, extra: { image: c, profiles: [x], privileged: true } }");
        folder.Variables["COMPOSE_PROFILES"] = profile;
        var flat = profile == "*" ? Assert.Throws<EcsToolsException>(() => folder.Read()).Message : string.Join(",", folder.Read().Services.Select(service => service.Name));
        Assert.Contains(profile == "*" ? "services.extra.privileged" : expected, flat, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: My_App", null, "my-app")]
    [InlineData("name: my-app", "other", "other")]
    [InlineData("name: ${NAME:-x}y", null, "xy")]
    public void The_name_is_that_of_the_file_or_of_the_variable(string name, string? variable, string expected)
    {
        using var folder = new ComposeFolder(name + "\nservices: { web: { image: a } }");
        if (variable is not null)
        {
            folder.Variables["COMPOSE_PROJECT_NAME"] = variable;
        }

        Assert.Equal(expected, folder.Read().Name);
    }

    [Fact]
    public void Every_value_knows_its_file_line_and_column()
    {
        using var folder = new ComposeFolder();
        folder.Write("a.yaml", "services:\n  web:\n    image: a\n    stop_grace_period: 5m\n");
        folder.Write("b.yaml", "services:\n  web:\n    privileged: true\n");
        var error = folder.Refused("a.yaml", "b.yaml");
        Assert.Contains("a.yaml:4:24: services.web.stop_grace_period", error.Message, StringComparison.Ordinal);
        Assert.Contains("b.yaml:3:5: services.web.privileged", error.Message, StringComparison.Ordinal);
    }
}
