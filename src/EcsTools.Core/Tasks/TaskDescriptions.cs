using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using AwsTask = Amazon.ECS.Model.Task;

namespace EcsTools.Tasks;

/// <summary>Describes tasks: at most a hundred a call, with the definition and the public address each has.</summary>
internal sealed class TaskDescriptions(AwsConnection connection)
{
    // ECS limit: tasks of one DescribeTasks.
    private const int Batch = 100;

    private readonly TaskDefinitionReader _definitions = new(connection);
    private readonly Dictionary<string, string?> _addresses = new(StringComparer.Ordinal);
    private bool _addressesAreDenied;

    public TaskDefinitionReader Definitions => _definitions;

    /// <summary>The tasks that are there, in no certain order. One that is not is left out.</summary>
    /// <param name="cluster">Name or ARN of their cluster.</param>
    /// <param name="tasks">ARNs or ids.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<FargateTask>> DescribeAsync(
        string cluster, IReadOnlyList<string> tasks, CancellationToken cancellationToken)
    {
        var all = new List<FargateTask>();
        foreach (var batch in tasks.Distinct(StringComparer.Ordinal).ToList().InBatches(Batch))
        {
            var response = await connection.Ecs.DescribeTasksAsync(
                new DescribeTasksRequest { Cluster = cluster, Tasks = batch.ToList() }, cancellationToken).ConfigureAwait(false);
            all.AddRange(await ToModelsAsync(response.Tasks ?? [], cancellationToken).ConfigureAwait(false));
        }

        return all;
    }

    public async Task<IReadOnlyList<FargateTask>> ToModelsAsync(List<AwsTask> tasks, CancellationToken cancellationToken)
    {
        await LookUpAddressesAsync(tasks, cancellationToken).ConfigureAwait(false);
        var models = new List<FargateTask>(tasks.Count);
        foreach (var task in tasks)
        {
            var definition = await _definitions.FindAsync(task.TaskDefinitionArn, cancellationToken).ConfigureAwait(false);
            var address = TaskModels.NetworkInterface(task) is { } id && _addresses.TryGetValue(id, out var known) ? known : null;
            models.Add(TaskModels.ToModel(task, definition?.Definition, address, connection.Clock.UtcNow));
        }

        return models;
    }

    /// <summary>Asks once for the address of each interface. Who may not ask goes without: an address is a comfort.</summary>
    private async System.Threading.Tasks.Task LookUpAddressesAsync(List<AwsTask> tasks, CancellationToken cancellationToken)
    {
        var unknown = tasks
            .Where(task => task.LastStatus == "RUNNING" && !TaskModels.IsInSandbox(task))
            .Select(TaskModels.NetworkInterface)
            .OfType<string>()
            .Where(id => !_addresses.ContainsKey(id))
            .ToList();
        if (unknown.Count == 0 || _addressesAreDenied)
        {
            return;
        }

        try
        {
            // By filter, not by id: an interface that is gone in this moment is no error then.
            var response = await connection.Ec2.DescribeNetworkInterfacesAsync(
                new DescribeNetworkInterfacesRequest { Filters = [new Filter { Name = "network-interface-id", Values = unknown }] },
                cancellationToken).ConfigureAwait(false);
            foreach (var found in response.NetworkInterfaces ?? [])
            {
                _addresses[found.NetworkInterfaceId] = found.Association?.PublicIp;
            }
        }
        catch (AmazonEC2Exception)
        {
            _addressesAreDenied = true;
        }
    }
}
