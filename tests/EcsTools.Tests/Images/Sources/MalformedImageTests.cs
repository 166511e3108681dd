using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Images.Push;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;
using EcsTools.Sandbox;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Sources;

/// <summary>Every image that cannot be pushed is refused in one line that names the file and what is wrong with it, and with a remedy.</summary>
public sealed class MalformedImageTests(MalformedImageTests.SandboxRegistry registry) : IClassFixture<MalformedImageTests.SandboxRegistry>
{
    /// <summary>Words of .NET's own messages.</summary>
    private static readonly string[] FrameworkWords =
    [
        "(Parameter '", "LineNumber", "BytePosition", "Non-negative", "Object reference", "Specified argument", "Exception", "could not be converted",
        "Could not find", "Arithmetic", "Cannot access", "Sequence contains", "foreseen", "The given key", "Index was", "Unable to read beyond", "unsupported compression method",
        "is an invalid start", "Unexpected end", "symbolic links",
    ];

    public static TheoryData<string> Names => [.. MalformedImages.All.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task An_image_that_cannot_be_pushed_is_refused_in_one_clear_line(string name)
    {
        Skip.If(OperatingSystem.IsWindows() && name.Contains("link", StringComparison.Ordinal), "Only administrators make links on Windows.");
        var image = MalformedImages.All[name];
        using var folder = new TemporaryFolder();
        var path = image.Write(folder);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(image, path, folder));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(image.Said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(error.Remedy));
        foreach (var words in FrameworkWords)
        {
            Assert.DoesNotContain(words, error.Message.Replace(path, "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void There_are_many_of_them() => Assert.True(MalformedImages.All.Count >= 135, $"There are {MalformedImages.All.Count}.");

    private async Task PushAsync(MalformedImage image, string path, TemporaryFolder folder)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var request = new PushImageRequest { RepositoryName = "web", Path = path, Image = image.Image, Platform = image.Platform };
        ImageSourceFactory.Check(request);
        using var source = await ImageSourceFactory.OpenAsync(request, null, limit.Token);
        using var client = await registry.OpenAsync();
        await new RegistryPusher(client, new PushedLayerCache(folder.File("index")), new PushReport("test", null)).PushAsync(source.Root, ["1"], limit.Token);
    }

    /// <summary>A registry, with a new repository for each image: what one of them sent must not be there for the next.</summary>
    public sealed class SandboxRegistry : IAsyncLifetime
    {
        private SandboxServer? _sandbox;
        private AwsConnection? _connection;

        public async Task InitializeAsync()
        {
            _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
            _connection = new AwsConnection(new BasicAWSCredentials(_sandbox.AccessKey, _sandbox.SecretKey), _sandbox.Region, _sandbox.EndpointUrl, SystemClock.Instance);
        }

        public async Task DisposeAsync()
        {
            _connection?.Dispose();
            await _sandbox!.DisposeAsync();
        }

        internal async Task<RepositoryClient> OpenAsync()
        {
            var name = $"malformed-{Guid.NewGuid():N}";
            await new EcrRepositories(_connection!).InitializeAsync(new InitializeRepositoryRequest { RepositoryName = name }, CancellationToken.None);
            return EcrRegistryClients.Open(_connection!, _sandbox!.RegistryUri, name);
        }
    }
}
