using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Xunit;

namespace EcsTools.Tests.Packages;

public class EndpointTests
{
    public static TheoryData<string> Packages => [.. StandIn.All.Select(s => s.Package)];

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public async Task The_endpoint_of_every_region_is_botocores_with_and_without_fips_and_dual_stack(string package)
    {
        var standIn = StandIn.Of(package);
        var cases = (
            from region in RegionEndpoint.EnumerableAllRegions
                // No region of AWS, but a name for us-east-1 that only the SDK for .NET knows.
            where !(standIn.IsPublished && region.SystemName == "us-east-1-regional")
            from fips in new[] { false, true }
            from dualStack in new[] { false, true }
            select (Region: region, Fips: fips, DualStack: dualStack)).ToList();
        var answers = await Oracle.AskAsync(cases.Select(c => new JsonObject
        {
            ["ask"] = "endpoint",
            ["service"] = standIn.BotocoreName,
            ["region"] = c.Region.SystemName,
            ["fips"] = c.Fips,
            ["dualStack"] = c.DualStack,
        }));

        var differences = new List<string>();
        foreach (var (c, answer) in cases.Zip(answers))
        {
            var wanted = answer["url"]?.GetValue<string>();
            var found = Found(standIn, c.Region, c.Fips, c.DualStack);
            if (wanted != found)
            {
                differences.Add($"{c.Region.SystemName} fips={c.Fips} dualStack={c.DualStack}: botocore {wanted ?? answer["why"]!.GetValue<string>()}, stand-in {found}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Fact]
    public async Task Iam_signs_for_the_region_its_global_endpoint_stands_in()
    {
        var standIn = StandIn.Of("AWSSDK.IdentityManagement");
        foreach (var (region, host, signedFor) in new[]
        {
            ("eu-west-1", "iam.amazonaws.com", "us-east-1"),
            ("cn-northwest-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("us-gov-east-1", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        })
        {
            var wire = Loopback.Empty(isXml: true);
            var config = standIn.NewConfig(wire);
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            using var client = standIn.NewClient(config);
            await standIn.CallAsync(client, "ListUsers", new Amazon.IdentityManagement.Model.ListUsersRequest());
            Assert.Equal(host, wire.Sent[0].Uri.Host);
            Assert.Contains($"/{signedFor}/iam/aws4_request", wire.Sent[0].Headers["Authorization"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_service_url_is_where_requests_go_and_the_authentication_region_is_what_signs_them()
    {
        foreach (var standIn in StandIn.All)
        {
            var wire = Loopback.Empty(standIn.IsXml);
            var config = standIn.NewConfig(wire);
            config.ServiceURL = "http://127.0.0.1:4566";
            config.AuthenticationRegion = "eu-north-1";
            using var client = standIn.NewClient(config);
            var operation = standIn.Operations.First();
            await standIn.CallAsync(client, operation, ResponseWireTests.RequestFor(standIn, operation));
            Assert.Equal("http://127.0.0.1:4566", wire.Sent[0].Uri.GetLeftPart(UriPartial.Authority));
            var name = standIn.Model["metadata"]!["signingName"]?.GetValue<string>() ?? standIn.Model["metadata"]!["endpointPrefix"]!.GetValue<string>();
            Assert.Matches($"Credential=AKIDEXAMPLE/[0-9]{{8}}/eu-north-1/{name}/aws4_request", wire.Sent[0].Headers["Authorization"]);
        }
    }

    private static string? Found(StandIn standIn, RegionEndpoint region, bool fips, bool dualStack)
    {
        var config = standIn.NewConfig();
        config.RegionEndpoint = region;
        config.UseFIPSEndpoint = fips;
        config.UseDualstackEndpoint = dualStack;
        var request = (AmazonWebServiceRequest)Activator.CreateInstance(standIn.ModelType(standIn.Operations.First() + "Request"))!;
        try
        {
            return Regex.Replace(config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request)).URL, "/$", string.Empty);
        }
        catch (AmazonClientException)
        {
            return null;
        }
    }
}
