namespace EcsTools.Failures.Rules;

/// <summary>Explains why a task in a subnet cannot reach an AWS service or a registry.</summary>
internal static class NetworkReasons
{
    /// <param name="evidence">The evidence.</param>
    /// <param name="target">What was not reached, as the object of a sentence.</param>
    /// <param name="endpoints">VPC endpoints that make it reachable without the internet; empty if only the internet leads there.</param>
    public static FailureExplanation Explain(FailureEvidence evidence, string target, params string[] endpoints)
    {
        var without = endpoints.Length == 0 ? "" : $", or VPC endpoints for {string.Join(", ", endpoints)}";
        var general = $"Give the task a public address in a subnet with an internet gateway, or a NAT "
            + $"gateway{without}, and allow outbound traffic on port 443.";
        if (evidence.Network is not { } network)
        {
            return new($"The task could not reach {target}.", general, FixCommand.Run(evidence, "-AssignPublicIp"));
        }

        var lacks = network.Lacks(endpoints);
        var some = network.Endpoints.Count > 0 && lacks.Count > 0 && lacks.Count < endpoints.Length
            ? $" and no endpoint for {string.Join(", ", lacks)}" : "";
        return network.Way switch
        {
            _ when lacks.Count == 0 && endpoints.Length > 0 => new(
                $"The task in {network.SubnetId} could not reach {target}, although its VPC has the endpoints.",
                "Allow port 443 from the task's security group in the endpoints' security groups, enable private DNS for the endpoints, and "
                    + "allow the call in their policies.",
                null),
            EgressKind.InternetGateway when network.PublicAddress != true => new(
                $"The task could not reach {target}: {network.SubnetId} leads out through {network.Gateway}, which needs a public address, "
                    + $"{(network.PublicAddress is false ? "and the task has none" : "and the task seems to have had none")}{some}.",
                $"Give the task a public address (-AssignPublicIp), or put it into a subnet with a NAT gateway. {general}",
                FixCommand.Run(evidence, "-AssignPublicIp")),
            EgressKind.None => new(
                $"The task could not reach {target}: {network.SubnetId} has no route to the internet{some}.",
                $"Use a subnet with a route to the internet; without -Subnet the public subnets of the default VPC are used. {general}",
                FixCommand.Run(evidence, evidence.ServiceName is null ? "" : "-Subnet <subnet> -AssignPublicIp")),
            _ when endpoints.Length == 0 => new(
                $"The task could not reach {target}, although {network.SubnetId} leads out through {network.Gateway}.",
                "Allow outbound traffic on port 443 in its security group and the subnet's network ACL, and check that the registry answers; "
                    + "or copy the image to ECR, so that the task needs no other registry.",
                FixCommand.Copy(evidence)),
            _ => new(
                $"The task could not reach {target}, although {network.SubnetId} leads out through {network.Gateway}.",
                "Allow outbound traffic on port 443 in its security group and the subnet's network ACL, and check that the gateway works; without "
                    + $"-SecurityGroup a task gets a group that allows all outbound traffic. {general}",
                evidence.ServiceName is null ? FixCommand.Run(evidence) : null),
        };
    }
}
