using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Costs;
using Xunit;

namespace EcsTools.Tests.Costs;

public sealed class PriceListReaderTests
{
    [Fact]
    public async Task The_prices_of_Fargate_are_found_by_their_usage_types()
    {
        var prices = await ReadAsync("AmazonECS", PriceListSample.Ecs);
        Assert.Equal(
            [("fargate.arm.vcpu", 0.03725m), ("fargate.storage", 0.000127m), ("fargate.x86.memory", 0.00511m), ("fargate.x86.vcpu", 0.04656m)],
            prices.Prices.OrderBy(price => price.Key, StringComparer.Ordinal).Select(price => (price.Key, price.Value)));
        Assert.Equal(new DateTime(2026, 11, 20), prices.PublishedOn);
    }

    [Fact]
    public async Task A_load_balancer_is_not_one_of_another_kind_or_place()
        => Assert.Equal(0.0225m, (await ReadAsync("AWSELB", PriceListSample.Elb)).Prices["alb.hour"]);

    [Fact]
    public async Task An_instance_is_shared_and_has_plain_Linux()
        => Assert.Equal(["ec2.t4g.small", "nat.gb"], (await ReadAsync("AmazonEC2", PriceListSample.Ec2)).Prices.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("0", "0.0000000000", "5", "0.5000000000", 0.5)]
    [InlineData("10240", "0.2500000000", "0", "0.5000000000", 0.5)]
    [InlineData("0", "0.5000000000", "10240", "0.2500000000", 0.5)]
    public async Task The_first_tier_that_is_not_free_is_the_price(string begin, string price, string nextBegin, string nextPrice, double expected)
    {
        var file = PriceListSample.Offer(PriceListSample.Product("A", "Data Payload", "APN2-DataProcessing-Bytes"), PriceListSample.Term("A", (begin, price), (nextBegin, nextPrice)));
        Assert.Equal((decimal)expected, (await ReadAsync("AmazonCloudWatch", file)).Prices["logs.gb"]);
    }

    [Fact]
    public async Task A_file_that_arrives_byte_by_byte_is_read_the_same()
    {
        var reader = new PriceListReader("AmazonECS");
        await reader.ReadAsync(new Drip(Encoding.UTF8.GetBytes(PriceListSample.Ecs)), null, default);
        Assert.Equal(4, reader.Prices.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"products\":{\"A\":")]
    public async Task What_is_not_a_price_list_is_refused(string text)
        => await Assert.ThrowsAsync<MalformedContentException>(() => ReadAsync("AmazonECS", text));

    [Fact]
    public async Task A_text_without_an_end_is_refused_before_it_fills_the_memory()
        => await Assert.ThrowsAsync<MalformedContentException>(() => ReadAsync("AmazonECS", "{\"a\":\"" + new string('x', 3 << 20)));

    [Fact]
    public async Task Nesting_without_an_end_is_refused()
        => await Assert.ThrowsAsync<MalformedContentException>(() => ReadAsync("AmazonECS", "{\"a\":" + new string('[', 100_000)));

    private static async Task<PriceListReader> ReadAsync(string offer, string text)
    {
        var reader = new PriceListReader(offer);
        await reader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), null, default);
        return reader;
    }

    private sealed class Drip(byte[] content) : MemoryStream(content)
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, System.Threading.CancellationToken cancellationToken)
            => Task.FromResult(Read(buffer, offset, Math.Min(1, count)));
    }
}
