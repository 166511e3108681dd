using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2;
using Amazon.EC2.Model;
using EcsTools.Aws;

namespace EcsTools.Network;

/// <summary>Finds, creates and opens security groups.</summary>
internal sealed class SecurityGroups(AwsConnection connection)
{
    /// <summary>All IPv4 addresses.</summary>
    public const string Everywhere = "0.0.0.0/0";

    public async Task<SecurityGroup?> FindAsync(string name, string vpc, CancellationToken cancellationToken)
    {
        var found = await connection.Ec2.DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest
            {
                Filters = [new Filter { Name = "vpc-id", Values = [vpc] }, new Filter { Name = "group-name", Values = [name] }],
            },
            cancellationToken).ConfigureAwait(false);
        return found.SecurityGroups is [var group, ..] ? group : null;
    }

    /// <summary>Creates a group with the tag <see cref="ManagedTag.Key"/>, and returns its id.</summary>
    public async Task<string> CreateAsync(
        string name, string description, string kind, string vpc, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        var all = ResourceTags.With(tags ?? new Dictionary<string, string>(), (ManagedTag.Key, kind));
        Task<CreateSecurityGroupResponse> SendAsync(params TagSpecification[] tags) => connection.Ec2.CreateSecurityGroupAsync(
            new CreateSecurityGroupRequest
            {
                GroupName = name,
                Description = description,
                VpcId = vpc,
                TagSpecifications = [.. tags],
            },
            cancellationToken);
        var tag = new TagSpecification
        {
            ResourceType = ResourceType.SecurityGroup,
            Tags = all.Select(own => new Tag { Key = own.Key, Value = own.Value }).ToList(),
        };
        try
        {
            var created = await connection.OrIfDeniedAsync(
                () => SendAsync(tag), () => SendAsync(), $"Security group '{name}' has no tag {ManagedTag.Key}").ConfigureAwait(false);
            return created.GroupId;
        }
        catch (AmazonEC2Exception problem) when (problem.ErrorCode == "InvalidGroup.Duplicate")
        {
            // Another command created it at this moment.
            return (await FindAsync(name, vpc, cancellationToken).ConfigureAwait(false))?.GroupId ?? throw Rethrown(problem);
        }
    }

    /// <summary>Adds rules for incoming traffic. A rule that exists already is not an error.</summary>
    public async Task OpenAsync(string group, IEnumerable<IpPermission> rules, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Ec2.AuthorizeSecurityGroupIngressAsync(
                new AuthorizeSecurityGroupIngressRequest { GroupId = group, IpPermissions = rules.ToList() }, cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (AmazonEC2Exception problem) when (problem.ErrorCode == "InvalidPermission.Duplicate")
        {
            // Already open: another command was faster.
        }
    }

    /// <summary>Reads groups, and checks that they exist and are in the VPC.</summary>
    /// <exception cref="EcsToolsException">A group does not exist, or is in another VPC.</exception>
    public async Task<IReadOnlyList<SecurityGroup>> RequireAsync(IReadOnlyList<string> groups, string vpc, CancellationToken cancellationToken)
    {
        var found = await NamedAsync(groups, cancellationToken).ConfigureAwait(false);
        return found.Find(group => group.VpcId is { } other && other != vpc) is { } stranger
            ? throw new EcsToolsException(
                ErrorCodes.SecurityGroupOfOtherVpc,
                $"Security group {stranger.GroupId} is in {stranger.VpcId}, but the subnets are in {vpc}.",
                "Name groups and subnets of one VPC.",
                "SecurityGroup",
                stranger.GroupId)
            : found;
    }

    /// <summary>Reads groups by id.</summary>
    /// <exception cref="EcsToolsException">A group does not exist.</exception>
    public async Task<List<SecurityGroup>> NamedAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        try
        {
            var found = await connection.Ec2.DescribeSecurityGroupsAsync(
                new DescribeSecurityGroupsRequest { GroupIds = groups.ToList() }, cancellationToken).ConfigureAwait(false);
            return found.SecurityGroups ?? [];
        }
        catch (AmazonEC2Exception problem)
            when (problem.ErrorCode is "InvalidGroup.NotFound" or "InvalidGroupId.Malformed" or "InvalidGroupId.NotFound")
        {
            throw new EcsToolsException(
                ErrorCodes.SecurityGroupNotFound,
                $"There is no security group '{string.Join(", ", groups)}' in {connection.Region}: {problem.Message}",
                "Give ids such as sg-0123456789abcdef0, or leave out -SecurityGroup to have one created.",
                "SecurityGroup",
                string.Join(",", groups),
                problem);
        }
    }

    private static Exception Rethrown(Exception problem)
    {
        ExceptionDispatchInfo.Capture(problem).Throw();
        return problem;
    }
}
