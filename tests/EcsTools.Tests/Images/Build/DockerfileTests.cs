using System;
using System.IO;
using System.Linq;
using System.Text;
using EcsTools.Images.Build;
using EcsTools.Images.Oci;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>What of a Dockerfile is refused before a build, and what is not.</summary>
public sealed class DockerfileTests
{
    [Theory]
    [InlineData("", 0, "no instructions")]
    [InlineData("# only a comment\n\n", 0, "no instructions")]
    [InlineData("RUN true\nFROM scratch\n", 1, "RUN comes before the first FROM")]
    [InlineData("ARG A=1\n", 1, "there is no FROM")]
    [InlineData("FROM\n", 1, "FROM needs at least one argument")]
    [InlineData("FROM a AS\n", 1, "is not 'FROM image'")]
    [InlineData("FROM a b c\n", 1, "is not 'FROM image'")]
    [InlineData("FROM a\n\n# c\nRNU true\n", 4, "unknown instruction 'RNU'")]
    [InlineData("FROM a\nRUN one \\\n  && two\nthree\n", 4, "unknown instruction 'THREE'")]
    [InlineData("FROM a\nCOPY\n", 2, "COPY needs")]
    public void What_no_builder_takes_is_refused_with_its_line(string text, int line, string why)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("Dockerfile", text);
        var refused = Assert.Throws<EcsToolsException>(() => Dockerfile.Read(path));
        Assert.Equal(("DockerfileInvalid", ErrorKind.Unsuitable, "Dockerfile"), (refused.ErrorId, refused.Kind, refused.Parameter));
        Assert.Contains(line > 0 ? $"'{path}', line {line}: " : $"'{path}': ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Remedy);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    public void A_file_in_UTF_16_is_refused_with_the_line_that_rewrites_it(string encoding, bool withMark)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("Dockerfile");
        var text = Encoding.GetEncoding(encoding);
        File.WriteAllBytes(path, [.. withMark ? text.GetPreamble() : [], .. text.GetBytes("FROM scratch\r\n")]);
        var refused = Assert.Throws<EcsToolsException>(() => Dockerfile.Read(path));
        Assert.Equal(("DockerfileInvalid", "Dockerfile"), (refused.ErrorId, refused.Parameter));
        Assert.Contains("UTF-16", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-Encoding utf8", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFFFROM scratch\r\nCOPY . /\r\n")]
    [InlineData("# escape=`\nFROM a\nRUN one `\n two\nCOPY C:\\ \\\n")]
    [InlineData("ARG V=1\nARG W\nFROM a:${V} as build\nFROM build\nfrom scratch\n")]
    [InlineData("FROM --platform=$BUILDPLATFORM a AS b\n")]
    [InlineData("FROM a\nRUN one \\\n# a comment within\n\n  two\n")]
    [InlineData("FROM a\nRUN <<EOF\nthis is no instruction\nEOF\nCOPY <<A <<B /x/\nin A\nA\nin B\nB\nUSER 1\n")]
    [InlineData("FROM a\nRUN cat <<NOEND\nUSER 1\n")]
    [InlineData("# syntax=example/own-frontend\nINCLUDE other\n")]
    [InlineData("FROM a\nONBUILD RUN x\nHEALTHCHECK NONE\nMAINTAINER me\nSTOPSIGNAL 9\nSHELL [\"a\"]\nVOLUME /v\n")]
    public void What_a_builder_takes_is_let_pass(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.NotEmpty(Dockerfile.Read(folder.Write("Dockerfile", text)).Instructions);
    }

    [Theory]
    [InlineData("FROM a\nRUN --mount=type=cache,target=/c make\n", 2)]
    [InlineData("FROM a\nCOPY --link a b\n", 2)]
    [InlineData("FROM a\nCOPY --chown=1 --chmod=755 a b\n", 2)]
    [InlineData("FROM a\nUSER 1\nRUN <<EOF\nls\nEOF\n", 3)]
    [InlineData("FROM a\nRUN echo --mount=no\nCOPY --from=b --chown=1:1 x y\n", 0)]
    public void Instructions_only_buildkit_knows_are_told_apart(string text, int line)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(line, Dockerfile.Read(folder.Write("Dockerfile", text)).BuildKitOnly?.Line ?? 0);
    }

    [Fact]
    public void A_target_is_a_stages_name_or_number()
    {
        using var folder = new TemporaryFolder();
        var dockerfile = Dockerfile.Read(folder.Write("Dockerfile", "FROM a AS build\nFROM b\nFROM c AS Final\n"));
        dockerfile.CheckTarget("BUILD");
        dockerfile.CheckTarget("final");
        dockerfile.CheckTarget("1");
        var refused = Assert.Throws<EcsToolsException>(() => dockerfile.CheckTarget("fnial"));
        Assert.Equal(("DockerfileTargetNotFound", "Target"), (refused.ErrorId, refused.Parameter));
        Assert.Equal("Use one of its stages: 'build', 'Final'.", refused.Remedy);
        Assert.Throws<EcsToolsException>(() => dockerfile.CheckTarget("3"));
    }

    [Fact]
    public void Base_images_are_known_as_far_as_their_variables_are()
    {
        using var folder = new TemporaryFolder();
        var dockerfile = Dockerfile.Read(folder.Write(
            "Dockerfile",
            "ARG REGISTRY=reg.example:5000\nARG TAG\nARG BASE=${REGISTRY}/base:${TAG:-9}\nFROM $BASE AS one\nFROM one\nFROM scratch\nFROM node:$UNKNOWN\n"
            + "FROM public.ecr.aws/x/y:${TAG}\nCOPY --from=one /a /b\nCOPY --from=0 /a /b\nCOPY --chown=1 --from=other/tool /a /b\n"));
        var found = BaseImages.Of(dockerfile.Instructions, new System.Collections.Generic.Dictionary<string, string> { ["TAG"] = "2" });
        Assert.Equal(
            new[] { "reg.example:5000|base|2", "public.ecr.aws|x/y|2", "docker.io|other/tool|" },
            found.Images.Select(image => $"{image.CredentialKey}|{image.Repository}|{image.Tag}"));
        Assert.Equal("node:$UNKNOWN", found.Unknown);
    }

    [Theory]
    [InlineData("FROM node AS node\nFROM node\nCOPY --from=node /a /b\n", null, "node")]
    [InlineData("FROM a AS one\nFROM b AS two\nFROM c\n", "ONE", "a")]
    [InlineData("FROM a AS one\nFROM b AS two\nFROM c\n", "1", "a,b")]
    [InlineData("FROM a\nRUN --mount=type=bind,from=tools/go:1,target=/go --mount=from=0,target=/x make\n", null, "a,tools/go")]
    [InlineData("FROM --platform=$BUILDPLATFORM a\nCOPY --from=b --link /x /y\n", null, "a,b")]
    public void Base_images_are_those_of_the_stages_that_are_built(string text, string? target, string expected)
    {
        using var folder = new TemporaryFolder();
        var dockerfile = Dockerfile.Read(folder.Write("Dockerfile", text));
        var found = BaseImages.Of(dockerfile.InstructionsFor(target), new System.Collections.Generic.Dictionary<string, string>());
        Assert.Equal((expected, null), (string.Join(',', found.Images.Select(image => image.Repository)), found.Unknown));
    }

    [Theory]
    [InlineData("web", null, "web", null)]
    [InlineData("web:1.0", null, "web", "1.0")]
    [InlineData("library/web", null, "library/web", null)]
    [InlineData("localhost/web", "localhost", "web", null)]
    [InlineData("r:5000/a/b__c-d.e:T_1", "r:5000", "a/b__c-d.e", "T_1")]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/web", "123456789012.dkr.ecr.eu-west-1.amazonaws.com", "web", null)]
    public void Image_names_come_apart(string text, string? registry, string repository, string? tag)
    {
        var name = Reference.ParseTag(text);
        Assert.Equal((registry, repository, tag), (name.Registry, name.Repository, name.Tag));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Web")]
    [InlineData("web:")]
    [InlineData("web: 1")]
    [InlineData("web:1:2")]
    [InlineData("a//b")]
    [InlineData("-web")]
    [InlineData("web@sha256:0123456789012345678901234567890123456789012345678901234567890123")]
    public void What_is_no_image_name_is_refused_by_the_rule(string text)
    {
        var refused = Assert.Throws<EcsToolsException>(() => Reference.ParseTag(text));
        Assert.Equal(("ImageNameInvalid", "Tag", text), (refused.ErrorId, refused.Parameter, refused.Target));
    }
}
