using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Images.Build;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Trials;

/// <summary>Runs an image for a short time on the engine of this machine, and tells where the program listens and what it answers.</summary>
public static class ContainerTrial
{
    // After the first sign of the program, how long it may take until what it does is final, such as the port that it opens last.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OneRequest = TimeSpan.FromSeconds(5);

    private const int ServerErrors = 500;
    private const int KeptLines = 5;

    /// <summary>Builds the image if needed, runs it, and removes the container. The image stays in the engine.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Receives the steps; may be null.</param>
    /// <param name="cancellationToken">Ends the trial. The container is removed.</param>
    /// <returns>What it did; null if the engine does not have the image.</returns>
    /// <exception cref="EcsToolsException">No engine answers, or the image cannot be built.</exception>
    public static async Task<ContainerTrialResult?> RunAsync(
        ContainerTrialRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        using var engine = await DockerEngine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var name = request.Build is { } build
            ? (await new ImageBuilder(engine).BuildAsync(build, progress, cancellationToken).ConfigureAwait(false)).ImageId : request.Image!;
        if (await new EngineImages(engine).FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } image)
        {
            return null;
        }

        var platform = $"{image.Os}/{image.Architecture}";
        if (image.Os != engine.OperatingSystem || image.Architecture != engine.Architecture)
        {
            return new ContainerTrialResult { Platform = platform };
        }

        await EngineStoreLeftovers.RemoveLeftOnceAsync(engine, cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress("Trying the image", $"Waiting until {request.Image ?? request.Build?.ContextPath} listens"));
        string? id = null;
        try
        {
            id = await EngineStoreLeftovers.CreateAsync(engine.Client, Parameters(request, image.ID), cancellationToken).ConfigureAwait(false);
            return await new Run(engine.Client, id, request, platform).FollowAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException problem)
        {
            // The engine refuses to start it, such as a program that is not in the image.
            return new ContainerTrialResult { Platform = platform, HasRun = true, ExitCode = 127, LastLines = [DockerErrors.MessageOf(problem)] };
        }
        finally
        {
            progress?.Report(new OperationProgress("Trying the image", "", 100, Completed: true));
            if (id is not null)
            {
                using var patience = new CancellationTokenSource(RemovalTime);
                await EngineStoreLeftovers.RemoveAsync(engine.Client, id, patience.Token).ConfigureAwait(false);
            }
        }
    }

    private static CreateContainerParameters Parameters(ContainerTrialRequest request, string image)
    {
        var port = request.Port is { } number ? number.ToString(CultureInfo.InvariantCulture) + "/tcp" : null;
        return new CreateContainerParameters
        {
            Image = image,
            Cmd = request.Command?.ToList(),
            Entrypoint = request.EntryPoint?.ToList(),
            User = request.User,
            Env = request.Environment.Select(variable => $"{variable.Key}={variable.Value}").ToList(),
            Labels = new Dictionary<string, string> { [EngineStoreLeftovers.Label] = EngineStoreLeftovers.Owner },
            ExposedPorts = port is null ? null : new Dictionary<string, EmptyStruct> { [port] = default },
            HostConfig = new HostConfig
            {
                PortBindings = port is null ? null
                    : new Dictionary<string, IList<PortBinding>> { [port] = [new PortBinding { HostIP = "127.0.0.1", HostPort = "" }] },
            },
        };
    }

    /// <summary>One container, from its start to the moment when enough is known.</summary>
    private sealed class Run(IDockerClient client, string id, ContainerTrialRequest request, string platform)
    {
        private readonly IClock _clock = SystemClock.Instance;
        private readonly Dictionary<string, int> _answers = new(StringComparer.Ordinal);
        private IReadOnlyList<ListeningPort>? _listening;
        private DateTimeOffset _started;
        private DateTimeOffset? _firstSign;
        private TimeSpan? _healthyAfter;

        public async Task<ContainerTrialResult> FollowAsync(CancellationToken cancellationToken)
        {
            await client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken).ConfigureAwait(false);
            _started = _clock.UtcNow;
            using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
            using var http = new HttpClient(handler) { Timeout = OneRequest };
            ContainerInspectResponse? state = null;
            await _clock.UntilAsync(
                async () =>
                {
                    state = await client.Containers.InspectContainerAsync(id, cancellationToken).ConfigureAwait(false);
                    return !state.State.Running || await IsKnownAsync(state, http, cancellationToken).ConfigureAwait(false) ? "" : null;
                },
                request.Timeout,
                FirstLook,
                LongestPause,
                cancellationToken).ConfigureAwait(false);
            return new ContainerTrialResult
            {
                Platform = platform,
                HasRun = true,
                ExitCode = state!.State.Running ? null : (int)state.State.ExitCode,
                LastLines = state.State.Running ? [] : await LinesAsync(cancellationToken).ConfigureAwait(false),
                Listening = _listening,
                Answers = _answers,
                HealthyAfter = _healthyAfter,
            };
        }

        /// <summary>Whether looking again would not tell more.</summary>
        private async Task<bool> IsKnownAsync(ContainerInspectResponse state, HttpClient http, CancellationToken cancellationToken)
        {
            _listening = await ContainerSockets.ReadAsync(client, state, cancellationToken).ConfigureAwait(false) ?? _listening;
            await RequestAsync(state, http, cancellationToken).ConfigureAwait(false);
            if (_healthyAfter is not null)
            {
                return true;
            }

            // A program that answers with server errors may still be starting.
            if (_answers.Values.Any(status => status >= ServerErrors) || (_listening is not { Count: > 0 } && _answers.Count == 0))
            {
                return false;
            }

            _firstSign ??= _clock.UtcNow;
            return _clock.UtcNow - _firstSign >= Settling;
        }

        private async Task RequestAsync(ContainerInspectResponse state, HttpClient http, CancellationToken cancellationToken)
        {
            var bindings = (state.NetworkSettings?.Ports ?? new Dictionary<string, IList<PortBinding>>())
                .Where(port => port.Key.EndsWith("/tcp", StringComparison.Ordinal)).SelectMany(port => port.Value ?? []).ToList();
            foreach (var path in bindings.Count > 0 ? request.Paths : [])
            {
                var status = await StatusAsync(http, new Uri($"http://127.0.0.1:{bindings[0].HostPort}{path}"), cancellationToken).ConfigureAwait(false);
                if (status is null)
                {
                    return;
                }

                _answers[path] = status.Value;
                if (path == request.Paths[0] && request.IsHealthy(status.Value))
                {
                    _healthyAfter = _clock.UtcNow - _started;
                    return;
                }
            }
        }

        private static async Task<int?> StatusAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, address);
            message.Headers.UserAgent.ParseAdd("ELB-HealthChecker/2.0");
            try
            {
                using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                return (int)answer.StatusCode;
            }
            catch (Exception problem) when (problem is HttpRequestException
                || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return null;
            }
        }

        private async Task<IReadOnlyList<string>> LinesAsync(CancellationToken cancellationToken)
        {
            var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = KeptLines.ToString(CultureInfo.InvariantCulture) };
            using var stream = await client.Containers.GetContainerLogsAsync(id, false, parameters, cancellationToken).ConfigureAwait(false);
            var (output, errors) = await stream.ReadOutputToEndAsync(cancellationToken).ConfigureAwait(false);
            return (output + "\n" + errors).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
                .Select(line => UntrustedText.Sanitize(line)).ToList() is var lines ? lines.Skip(Math.Max(0, lines.Count - KeptLines)).ToList() : [];
        }
    }
}
