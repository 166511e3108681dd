using System.Linq;
using EcsTools.Images.Trials;
using Xunit;

namespace EcsTools.Tests.Images.Trials;

/// <summary>The sockets that Linux shows of a container.</summary>
public class ListeningPortTests
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    [Theory]
    [InlineData("00000000:1F90 00000000:0000 0A", 8080, false)]
    [InlineData("0100007F:1F90 00000000:0000 0A", 8080, true)]
    [InlineData("0200007F:0050 00000000:0000 0A", 80, true)]
    [InlineData("020011AC:0050 00000000:0000 0A", 80, false)]
    [InlineData("00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A", 3000, false)]
    [InlineData("00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A", 3000, true)]
    [InlineData("0000000000000000FFFF00000100007F:0BB8 00000000000000000000000000000000:0000 0A", 3000, true)]
    public void A_listening_socket_has_a_port_and_may_be_of_the_container_alone(string line, int port, bool isLoopback)
    {
        var found = Assert.Single(ListeningPort.Parse($"{Header}   0: {line} 00000000:00000000 00:00000000 00000000     0        0 1 1\n"));
        Assert.Equal((port, isLoopback), (found.Port, found.IsLoopback));
    }

    [Fact]
    public void Connections_and_other_lines_are_no_listening_sockets()
        => Assert.Empty(ListeningPort.Parse($"{Header}   0: 0100007F:1F90 0100007F:9C40 01 0\n\nnothing\n 1: x:y z 0A\n 2: 1F90 z 0A\n"));

    [Fact]
    public void A_port_that_is_open_on_one_address_is_not_of_the_container_alone()
    {
        var result = new ContainerTrialResult
        {
            Listening = ListeningPort.Parse(" 0: 0100007F:1F90 0:0 0A\n 1: 00000000:1F90 0:0 0A\n 2: 0100007F:0050 0:0 0A\n"),
        };
        Assert.Equal([8080], result.OpenPorts);
        Assert.Equal([80], result.LoopbackPorts.ToArray());
    }
}
