using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>The output of a container as lines, both of its streams, each whole and in the order it was written.</summary>
internal static class ContainerLines
{
    // CloudWatch Logs accepts at most 256 KB per event. A longer line is split, as by the awslogs driver.
    private const int LongestLine = 256 * 1024 - 26;

    /// <summary>
    /// Takes hold of the output of a container before it is started: what follows the engine's log may miss a last line without an end.
    /// </summary>
    public static Task<MultiplexedStream> AttachAsync(IDockerClient docker, string id, bool terminal)
        => docker.Containers.AttachContainerAsync(id, terminal, new ContainerAttachParameters { Stream = true, Stdout = true, Stderr = true });

    /// <summary>Gives every line to <paramref name="line"/> until the container ends.</summary>
    public static async Task FollowAsync(MultiplexedStream attached, Action<string> line)
    {
        using var output = new LineBuffer(line);
        using var errors = new LineBuffer(line);
        try
        {
            using var stream = attached;
            var buffer = new byte[16384];
            while (true)
            {
                var read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, CancellationToken.None).ConfigureAwait(false);
                if (read.EOF)
                {
                    break;
                }

                (read.Target == MultiplexedStream.TargetStream.StandardError ? errors : output).Add(buffer, read.Count);
            }
        }
        catch (Exception e) when (e is IOException or DockerApiException or System.Net.Http.HttpRequestException)
        {
            // The container was removed or the engine went away: there is nothing more to read.
        }

        output.End();
        errors.End();
    }

    private sealed class LineBuffer : IDisposable
    {
        private readonly MemoryStream _line = new();
        private readonly Action<string> _give;

        public LineBuffer(Action<string> give)
        {
            _give = give;
        }

        public void Dispose() => _line.Dispose();

        public void Add(byte[] bytes, int count)
        {
            for (var index = 0; index < count; index++)
            {
                if (bytes[index] == (byte)'\n')
                {
                    Give();
                }
                else
                {
                    _line.WriteByte(bytes[index]);
                    if (_line.Length == LongestLine)
                    {
                        Give();
                    }
                }
            }
        }

        public void End()
        {
            if (_line.Length > 0)
            {
                Give();
            }
        }

        private void Give()
        {
            var text = Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length).TrimEnd('\r');
            _line.SetLength(0);

            // CloudWatch Logs takes no empty event.
            if (text.Length > 0)
            {
                _give(text);
            }
        }
    }
}
