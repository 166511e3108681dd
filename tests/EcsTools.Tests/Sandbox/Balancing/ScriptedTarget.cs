using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>A server that does with each connection what a test says: also what no real server does. Health checks are answered apart from that.</summary>
internal sealed class ScriptedTarget : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<TargetConnection, Task> _script;
    private readonly ConcurrentQueue<string> _heads = new();
    private int _connections;

    public ScriptedTarget(Func<TargetConnection, Task> script)
    {
        _script = script;
        _listener.Start(1024);
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Answers every request with these bytes.</summary>
    public ScriptedTarget(string answer)
        : this(connection => connection.AnswerAllAsync(_ => answer))
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The heads of requests, without those of health checks.</summary>
    public IReadOnlyList<string> Heads => _heads.ToList();

    /// <summary>How many connections were opened for requests.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The status with which health checks are answered; 0 to leave them without an answer, -1 to close their connections.</summary>
    public int HealthStatus { get; set; } = 200;

    /// <summary>A target that answers every request with a short body.</summary>
    public static ScriptedTarget Answering(string body) => new($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    public BalancedTarget AsTarget() => new() { Address = "10.0.0.1", Port = Port, Endpoint = Endpoint };

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync();
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new TargetConnection(socket, _heads);
        try
        {
            var head = await connection.PeekHeadAsync();
            if (head.Contains("ELB-HealthChecker", StringComparison.Ordinal))
            {
                await connection.WriteAsync(HealthStatus <= 0 ? "" : $"HTTP/1.1 {HealthStatus} Checked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                if (HealthStatus == 0)
                {
                    await connection.WaitForEndAsync();
                }

                return;
            }

            Interlocked.Increment(ref _connections);
            await _script(connection);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The balancer ended the connection.
        }
    }
}
