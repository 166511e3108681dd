using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2;
using Amazon.EC2.Model;
using EcsTools.Aws;
using AwsTask = Amazon.ECS.Model.Task;

namespace EcsTools.Tasks;

/// <summary>Public addresses of tasks. Each interface is asked for once; who may not ask goes without: an address is a comfort.</summary>
internal sealed class TaskAddresses(AwsConnection connection)
{
    // Who waits for tasks asks for the same ones again; who lists an account does not, and is not to gather them all.
    private const int Remembered = 1000;

    private readonly ConcurrentDictionary<string, string?> _known = new(StringComparer.Ordinal);
    private volatile bool _denied;

    /// <summary>The addresses of those tasks that run, by their interface: null for one that has none.</summary>
    /// <param name="tasks">The tasks, at most 200: as many values as a filter of EC2 takes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyDictionary<string, string?>> FindAsync(List<AwsTask> tasks, CancellationToken cancellationToken)
    {
        var wanted = tasks.Where(task => task.LastStatus == "RUNNING" && !TaskMapper.IsInSandbox(task))
            .Select(TaskMapper.NetworkInterface).OfType<string>().ToList();
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var id in wanted)
        {
            if (_known.TryGetValue(id, out var address))
            {
                found[id] = address;
            }
        }

        var unknown = wanted.Where(id => !found.ContainsKey(id)).ToList();
        if (unknown.Count > 0 && !_denied)
        {
            await AskAsync(unknown, found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private async Task AskAsync(List<string> interfaces, Dictionary<string, string?> found, CancellationToken cancellationToken)
    {
        try
        {
            // By filter, not by id: an interface that is gone in this moment is no error then.
            var response = await connection.Ec2.DescribeNetworkInterfacesAsync(
                new DescribeNetworkInterfacesRequest { Filters = [new Filter { Name = "network-interface-id", Values = interfaces }] },
                cancellationToken).ConfigureAwait(false);
            if (_known.Count > Remembered)
            {
                _known.Clear();
            }

            foreach (var known in response.NetworkInterfaces ?? [])
            {
                found[known.NetworkInterfaceId] = _known[known.NetworkInterfaceId] = known.Association?.PublicIp;
            }
        }
        catch (AmazonEC2Exception)
        {
            _denied = true;
        }
    }
}
