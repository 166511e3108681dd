using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Compression;
using EcsTools.Images.Sources;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>The module is shipped for .NET 8 too, where these tests do not run: some calls behave otherwise there.</summary>
[TakesLong]
public sealed class OldestRuntimeTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task The_shipped_assemblies_make_a_user_push_an_image_and_make_a_cluster_on_the_oldest_runtime()
    {
        var project = Path.Combine(Oracle.RepositoryRoot, "tests", "EcsTools.OldestRuntime");
        Skip.IfNot(File.Exists(Path.Combine(Oracle.RepositoryRoot, "out", "EcsTools", "bin", "net8.0", "EcsTools.Core.dll")), "the module is not built: ./build.sh");
        var built = await Tool.RunAsync("dotnet", ["build", project, "-c", "Release", "--nologo", "-v", "quiet", "-o", _folder.File("bin")]);
        Skip.If(built.Output.Contains("NU110", StringComparison.Ordinal), "the package feed has no runtime of .NET 8");
        Assert.True(built.ExitCode == 0, built.Output);
        var archive = _folder.File("image.tar.gz");
        TestImage.Of(5, "oldest", 200_000, 3_000_000, 50_000).SaveGzipped(archive);

        var ran = await Tool.RunAsync(_folder.File("bin/EcsTools.OldestRuntime"), [archive], new Dictionary<string, string?>
        {
            ["AWS_CONFIG_FILE"] = _folder.File("config"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = _folder.File("credentials"),
            ["ECSTOOLS_CACHE"] = _folder.File("cache"),
        });

        Assert.True(ran.ExitCode == 0, ran.Error);

        // The quickest level gives the same layers on every runtime.
        var here = await new EcrImagePush(sandbox.Connection).PushAsync(
            new PushImageRequest { RepositoryName = "oldest", Path = archive, Tags = ["1"], CompressionLevel = ImageCompressionLevel.Fastest }, null, default);
        Assert.Equal($"8 deployer demo 4 0 {here.ImageDigest}", ran.Output.Trim());
        Assert.Contains("[oldest]", await File.ReadAllTextAsync(_folder.File("credentials")), StringComparison.Ordinal);
    }
}
