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

/// <summary>
/// Public addresses of tasks. Each interface is looked up once. Without permission there are no addresses, and no error: they are optional.
/// </summary>
internal sealed class TaskAddresses(AwsConnection connection)
{
    // Someone who waits for tasks looks up the same ones again. Someone who lists an account does not, and its addresses must not pile up.
    private const int Remembered = 1000;

    private readonly ConcurrentDictionary<string, string?> _known = new(StringComparer.Ordinal);
    private volatile bool _refused;

    /// <summary>The addresses of the running tasks, by interface; null for an interface without a public address.</summary>
    /// <param name="tasks">The tasks, at most 200: an EC2 filter accepts no more values.</param>
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
        if (unknown.Count > 0 && !_refused)
        {
            await AskAsync(unknown, found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private async Task AskAsync(List<string> interfaces, Dictionary<string, string?> found, CancellationToken cancellationToken)
    {
        try
        {
            // By filter, not by id: an interface that has just been deleted is then no error.
            var request = new DescribeNetworkInterfacesRequest { Filters = [new Filter { Name = "network-interface-id", Values = interfaces }] };
            var response = await connection.UnlessDeniedAsync(
                () => connection.Ec2.DescribeNetworkInterfacesAsync(request, cancellationToken), null!, "The public addresses of tasks are left out")
                    .ConfigureAwait(false);
            _refused = response is null;
            if (_known.Count > Remembered)
            {
                _known.Clear();
            }

            foreach (var known in response?.NetworkInterfaces ?? [])
            {
                found[known.NetworkInterfaceId] = _known[known.NetworkInterfaceId] = known.Association?.PublicIp;
            }
        }
        catch (AmazonEC2Exception)
        {
            // Addresses are optional: a network that EC2 does not know is no reason to hide its tasks.
            _refused = true;
        }
    }
}
