using System.Linq;

namespace EcsTools.Tests.Costs;

/// <summary>Cuts of offer files in their real form: products by SKU, and terms by SKU, term and rate.</summary>
internal static class PriceListSample
{
    public static string Ecs { get; } = Offer(
        string.Join(
            ",",
            Product("A", "Compute", "APN2-Fargate-vCPU-Hours:perCPU"),
            Product("B", "Compute", "APN2-Fargate-GB-Hours"),
            Product("C", "Compute", "APN2-Fargate-ARM-vCPU-Hours:perCPU"),
            Product("D", "Compute", "APN2-Fargate-EphemeralStorage-GB-Hours"),
            Product("E", "Compute", "APN2-ECS-EC2-vCPU-Hours")),
        string.Join(
            ",",
            Term("A", ("0", "0.0465600000")),
            Term("B", ("0", "0.0051100000")),
            Term("C", ("0", "0.0372500000")),
            Term("D", ("0", "0.0001270000")),
            Term("E", ("0", "0.0000000000"))));

    public static string Elb { get; } = Offer(
        string.Join(
            ",",
            Product("A", "Load Balancer-Network", "APN2-LoadBalancerUsage"),
            Product("B", "Load Balancer-Application", "APN2-Outposts-LoadBalancerUsage"),
            Product("C", "Load Balancer-Application", "APN2-LoadBalancerUsage")),
        string.Join(",", Term("A", ("0", "0.0270000000")), Term("B", ("0", "0.1000000000")), Term("C", ("0", "0.0225000000"))));

    public static string Ec2 { get; } = Offer(
        string.Join(
            ",",
            Instance("A", "Linux", "Shared", "NA", "Used"),
            Instance("B", "Windows", "Shared", "NA", "Used"),
            Instance("C", "Linux", "Dedicated", "NA", "Used"),
            Instance("D", "Linux", "Shared", "SQL Std", "Used"),
            Instance("E", "Linux", "Shared", "NA", "UnusedCapacityReservation"),
            Product("F", "NAT Gateway", "APN2-NatGateway-Bytes")),
        string.Join(
            ",",
            new[] { ("A", "0.0208"), ("B", "0.0392"), ("C", "0.0222"), ("D", "0.5"), ("E", "0.03"), ("F", "0.059") }
                .Select(price => Term(price.Item1, ("0", price.Item2)))));

    public static string Offer(string products, string terms) => $$"""
        {
          "formatVersion" : "v1.0",
          "disclaimer" : "This pricing list is for informational purposes only.",
          "offerCode" : "Sample",
          "version" : "20261120000000",
          "publicationDate" : "2026-11-20T00:00:00Z",
          "products" : { {{products}} },
          "terms" : { "OnDemand" : { {{terms}} }, "Reserved" : { "A" : { } } },
          "attributesList" : { }
        }
        """;

    public static string Product(string sku, string family, string usageType, string more = "") => $$"""
        "{{sku}}" : {
          "sku" : "{{sku}}",
          "productFamily" : "{{family}}",
          "attributes" : { "servicecode" : "Sample", "location" : "Asia Pacific (Seoul)", "regionCode" : "ap-northeast-2", "usagetype" : "{{usageType}}"{{more}} }
        }
        """;

    public static string Term(string sku, params (string Begin, string Price)[] tiers) => $$"""
        "{{sku}}" : {
          "{{sku}}.JRTCKXETXF" : {
            "offerTermCode" : "JRTCKXETXF",
            "sku" : "{{sku}}",
            "effectiveDate" : "2026-11-01T00:00:00Z",
            "priceDimensions" : { {{string.Join(",", tiers.Select((tier, number) => $$"""
              "{{sku}}.JRTCKXETXF.{{number}}" : {
                "rateCode" : "{{sku}}.JRTCKXETXF.{{number}}",
                "description" : "a price",
                "beginRange" : "{{tier.Begin}}",
                "endRange" : "Inf",
                "unit" : "Hrs",
                "pricePerUnit" : { "USD" : "{{tier.Price}}" },
                "appliesTo" : [ ]
              }
              """))}} },
            "termAttributes" : { }
          }
        }
        """;

    private static string Instance(string sku, string system, string tenancy, string software, string capacity) => Product(
        sku,
        "Compute Instance",
        "APN2-BoxUsage:t4g.small",
        $$""", "instanceType" : "t4g.small", "operatingSystem" : "{{system}}", "tenancy" : "{{tenancy}}", "preInstalledSw" : "{{software}}", "capacitystatus" : "{{capacity}}", "operation" : "RunInstances" """);
}
