using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using EcsTools.Aws;

namespace EcsTools.Stacks;

/// <summary>Reads outputs of stacks of CloudFormation.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class StackOutputs(AwsConnection connection)
{
    private const string NotValid = "ValidationError";

    /// <summary>Reads outputs. Each stack is read once.</summary>
    /// <param name="names">Names such as <c>network.VpcId</c>: a stack, a point, and its output.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The outputs by these names. Those that cannot be read have a problem.</returns>
    public async Task<IReadOnlyDictionary<string, StackOutput>> ReadAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var outputs = new Dictionary<string, StackOutput>(StringComparer.Ordinal);
        var stacks = new Dictionary<string, IReadOnlyDictionary<string, string>?>(StringComparer.Ordinal);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var point = name.LastIndexOf('.');
            var (stack, output) = point < 0 ? (name, "") : (name.Substring(0, point), name.Substring(point + 1));
            if (stack.Length == 0 || output.Length == 0)
            {
                outputs[name] = new StackOutput(
                    null, $"{StackOutput.Token(name)} does not name a stack and its output", "Write both, such as ${cfn:network.VpcId}.");
                continue;
            }

            if (!stacks.TryGetValue(stack, out var known))
            {
                stacks[stack] = known = await StackAsync(stack, cancellationToken).ConfigureAwait(false);
            }

            outputs[name] = Of(stack, output, known);
        }

        return outputs;
    }

    private StackOutput Of(string stack, string output, IReadOnlyDictionary<string, string>? known)
        => known is null
            ? new StackOutput(
                null,
                $"there is no stack '{UntrustedText.Sanitize(stack)}' in {connection.Region}",
                "Correct the name of the stack, or choose its region with -Region.")
            : known.TryGetValue(output, out var value) ? new StackOutput(value, null, null)
            : new StackOutput(
                null,
                $"the stack '{stack}' has no output '{UntrustedText.Sanitize(output)}'",
                NearestNames.Suggest(output, known.Keys, known.Count == 0 ? "It has no outputs." : $"It has {string.Join(", ", known.Keys)}."));

    /// <summary>The outputs of a stack; null if it does not exist.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> StackAsync(string stack, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.CloudFormation.DescribeStacksAsync(new DescribeStacksRequest { StackName = stack }, cancellationToken)
                .ConfigureAwait(false);
            return answer.Stacks is [var found, ..]
                ? (found.Outputs ?? []).ToDictionary(output => output.OutputKey, output => output.OutputValue ?? "", StringComparer.Ordinal) : null;
        }
        catch (AmazonCloudFormationException problem) when (problem.ErrorCode == NotValid)
        {
            // CloudFormation has no separate code for a stack that does not exist.
            return null;
        }
    }
}
