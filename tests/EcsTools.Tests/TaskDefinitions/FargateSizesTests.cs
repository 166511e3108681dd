using System.Linq;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

public class FargateSizesTests
{
    [Theory]
    [InlineData(256, 512)]
    [InlineData(256, 2048)]
    [InlineData(512, 4096)]
    [InlineData(1024, 8192)]
    [InlineData(2048, 16384)]
    [InlineData(4096, 30720)]
    [InlineData(8192, 61440)]
    [InlineData(16384, 122880)]
    public void The_pairs_of_the_table_are_taken(int cpu, int memory)
        => Assert.Equal((cpu, memory), FargateSizes.Settle(cpu, memory));

    [Fact]
    public void There_are_as_many_sizes_as_the_table_has()
        => Assert.Equal(3 + 4 + 7 + 13 + 23 + 12 + 12, FargateSizes.All.Sum(size => size.Memory.Count));

    [Theory]
    [InlineData(null, null, 256, 512)]
    [InlineData(1024, null, 1024, 2048)]
    [InlineData(null, 4096, 512, 4096)]
    [InlineData(null, 122880, 16384, 122880)]
    public void A_side_that_is_not_said_takes_the_smallest_that_fits(int? cpu, int? memory, int settledCpu, int settledMemory)
        => Assert.Equal((settledCpu, settledMemory), FargateSizes.Settle(cpu, memory));

    [Fact]
    public void A_wrong_pair_names_the_nearest_both_ways()
    {
        var error = Assert.Throws<EcsToolsException>(() => FargateSizes.Settle(256, 4096));
        Assert.Equal("InvalidCpuMemoryPair", error.ErrorId);
        Assert.Equal("Memory", error.Parameter);
        Assert.Contains("256 CPU units (0.25 vCPU) with 4096 MiB (4 GB)", error.Message);
        Assert.Contains("keep -Cpu 256 and use -Memory 2048", error.Remedy);
        Assert.Contains("keep -Memory 4096 and use -Cpu 512", error.Remedy);
    }

    [Fact]
    public void A_memory_that_no_cpu_goes_with_names_whole_pairs()
    {
        var error = Assert.Throws<EcsToolsException>(() => FargateSizes.Settle(256, 700));
        Assert.Contains("use -Memory 512 or 1024", error.Remedy);
        Assert.Contains("-Memory 512 with -Cpu 256", error.Remedy);
    }

    [Fact]
    public void A_cpu_value_outside_the_table_names_its_neighbours()
    {
        var error = Assert.Throws<EcsToolsException>(() => FargateSizes.Settle(300, null));
        Assert.Equal("Cpu", error.Parameter);
        Assert.Contains("Use -Cpu 256 or 512", error.Remedy);
    }

    [Fact]
    public void Windows_starts_at_one_vcpu_and_ends_at_four()
    {
        Assert.Equal((1024, 2048), FargateSizes.Settle(null, null, windows: true));
        var error = Assert.Throws<EcsToolsException>(() => FargateSizes.Settle(256, 512, windows: true));
        Assert.Contains("Windows", error.Message);
        Assert.Contains("-Cpu 1024", error.Remedy);
        Assert.Throws<EcsToolsException>(() => FargateSizes.Settle(8192, 16384, windows: true));
    }

    [Theory]
    [InlineData("256", 256)]
    [InlineData("0.25 vCPU", 256)]
    [InlineData(".5vcpu", 512)]
    [InlineData("2 vCPUs", 2048)]
    [InlineData(" ", null)]
    public void Cpu_is_read_in_units_and_vcpus(string text, int? units) => Assert.Equal(units, TaskSizeText.ParseCpu(text));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("1 GB", 1024)]
    [InlineData("0.5GB", 512)]
    [InlineData("2GiB", 2048)]
    [InlineData("512 MB", 512)]
    [InlineData("1073741824", 1024)]
    public void Memory_is_read_in_mib_gigabytes_and_bytes(string text, int? mib) => Assert.Equal(mib, TaskSizeText.ParseMemory(text));

    [Theory]
    [InlineData("1")]
    [InlineData("0.25")]
    public void A_small_number_for_cpu_asks_for_its_unit(string text)
    {
        var error = Assert.Throws<EcsToolsException>(() => FargateSizes.Settle(TaskSizeText.ParseCpu(text), null));
        Assert.Contains($"-Cpu '{text} vCPU'", error.Remedy);
    }

    [Theory]
    [InlineData("much")]
    [InlineData("1 TB")]
    [InlineData("-5")]
    public void What_is_no_memory_size_is_refused(string text)
        => Assert.Equal("Memory", Assert.Throws<EcsToolsException>(() => TaskSizeText.ParseMemory(text)).Parameter);

    [Theory]
    [InlineData("80", 80, "tcp")]
    [InlineData("80:80", 80, "tcp")]
    [InlineData("53/UDP", 53, "udp")]
    public void A_port_is_read_in_its_forms(string text, int port, string protocol)
        => Assert.Equal(new TaskPort(port, protocol), TaskPort.Parse(text));

    [Theory]
    [InlineData("8080:80", "-Port 80")]
    [InlineData("0", "1 to 65535")]
    [InlineData("70000", "1 to 65535")]
    [InlineData("http", "1 to 65535")]
    public void A_port_that_cannot_be_says_what_to_give(string text, string remedy)
        => Assert.Contains(remedy, Assert.Throws<EcsToolsException>(() => TaskPort.Parse(text)).Remedy);
}
