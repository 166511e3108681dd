using System;
using EcsTools.Costs;
using Xunit;

namespace EcsTools.Tests.Costs;

public sealed class TaskCostsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly BillableUsage Hour = new() { Region = "us-east-1", Cpu = 1024, Memory = 2048, From = Noon, To = Noon.AddHours(1), StorageGb = 20 };

    [Fact]
    public void An_hour_costs_its_vcpus_and_its_gigabytes()
    {
        var cost = TaskCosts.From(Hour)!;
        Assert.Equal(0.04048m + (2 * 0.004445m), cost.Amount);
        Assert.Equal(("USD", TimeSpan.FromHours(1)), (cost.Currency, cost.BilledTime));
        Assert.Equal((0, 0), (cost.StorageAmount, cost.PublicIpAmount));
        Assert.StartsWith("https://", cost.PriceSource, StringComparison.Ordinal);
        Assert.Equal(2026, cost.PricedOn.Year);
    }

    [Fact]
    public void A_second_is_billed_as_a_minute()
        => Assert.Equal(TimeSpan.FromSeconds(60), TaskCosts.From(Hour with { To = Noon.AddSeconds(1) })!.BilledTime);

    [Fact]
    public void Parts_of_seconds_are_billed_as_seconds()
        => Assert.Equal(TimeSpan.FromSeconds(62), TaskCosts.From(Hour with { To = Noon.AddSeconds(61.2) })!.BilledTime);

    [Fact]
    public void Arm_has_its_own_price()
        => Assert.Equal(0.03238m, TaskCosts.From(Hour with { IsArm = true })!.VcpuHour);

    [Fact]
    public void Windows_is_billed_with_its_licence_and_for_five_minutes()
    {
        var cost = TaskCosts.From(Hour with { IsWindows = true, To = Noon.AddSeconds(1) })!;
        Assert.Equal((0.046552m + 0.046m, TimeSpan.FromMinutes(5)), (cost.VcpuHour, cost.BilledTime));
    }

    [Fact]
    public void Spot_has_its_own_price()
        => Assert.Equal(0.01288871m, TaskCosts.From(Hour with { IsSpot = true })!.VcpuHour);

    [Fact]
    public void Storage_over_twenty_gigabytes_and_a_public_address_are_added()
    {
        var cost = TaskCosts.From(Hour with { StorageGb = 120, HasPublicIp = true })!;
        Assert.Equal((100 * 0.000111m, 0.005m), (cost.StorageAmount, cost.PublicIpAmount));
        Assert.Equal(TaskCosts.From(Hour)!.Amount + cost.StorageAmount + cost.PublicIpAmount, cost.Amount);
        Assert.Equal(cost, TaskCosts.WithPublicIp(TaskCosts.From(Hour with { StorageGb = 120 })));
        Assert.Equal(cost, TaskCosts.WithPublicIp(cost));
    }

    [Fact]
    public void What_is_not_known_is_not_guessed()
    {
        Assert.Null(TaskCosts.From(Hour with { Region = "mx-central-1" }));
        Assert.Null(TaskCosts.From(Hour with { IsArm = true, IsSpot = true }));
        Assert.Null(TaskCosts.From(Hour with { IsWindows = true, Region = "eu-west-1" }));
        Assert.Null(TaskCosts.From(Hour with { From = null }));
        Assert.Null(TaskCosts.WithPublicIp(null));
    }
}
