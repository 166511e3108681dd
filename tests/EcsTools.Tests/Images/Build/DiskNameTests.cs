using System;
using EcsTools.Images.Build;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

public sealed class DiskNameTests
{
    [Theory]
    [InlineData("DOCKER/prod.dockerfile", "docker/Prod.Dockerfile")]
    [InlineData("docker/Prod.Dockerfile", "docker/Prod.Dockerfile")]
    [InlineData("docker/none", "docker/none")]
    public void A_path_gets_the_case_that_it_has_on_disk(string given, string onDisk)
    {
        using var folder = new TemporaryFolder();
        folder.Write("docker/Prod.Dockerfile", "FROM scratch\n");

        Assert.Equal(folder.File(onDisk), DiskName.Find(folder.Path, given));
    }

    [SkippableFact]
    public void Of_two_names_that_differ_in_case_the_given_one_is_found()
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "the two names are one file");
        using var folder = new TemporaryFolder();
        folder.Write("Dockerfile", "FROM scratch\n");
        folder.Write("dockerfile", "FROM scratch\n");

        Assert.Equal(folder.File("dockerfile"), DiskName.Find(folder.Path, "dockerfile"));
        Assert.Equal("Dockerfile", BuildContext.Open(folder.Path, null).DockerfileName);
    }

    [SkippableFact]
    public void A_Dockerfile_is_sent_with_its_name_on_disk()
    {
        Skip.IfNot(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "names that differ in case are different files");
        using var folder = new TemporaryFolder();
        folder.Write("DockerFile", "FROM scratch\n");

        var context = BuildContext.Open(folder.Path, null);

        Assert.Equal("DockerFile", context.DockerfileName);
        Assert.Contains(context.Entries, entry => entry.Name == "DockerFile");
    }
}
