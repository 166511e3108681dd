using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Support;

/// <summary>moto, another party's idea of AWS, as a server of one test class.</summary>
public class MotoServer : IAsyncLifetime
{
    private MotoProcess? _process;
    private string? _missing;

    /// <summary>Root of every API; asking for it skips the test where moto is not installed.</summary>
    public string EndpointUrl
    {
        get
        {
            Skip.If(_process is null, _missing);
            return _process!.Url;
        }
    }

    /// <summary>Whether the policies AWS manages are there.</summary>
    protected virtual bool HasManagedPolicies => true;

    public async Task InitializeAsync()
    {
        _missing = await MotoProcess.MissingAsync();
        if (_missing is null)
        {
            _process = await MotoProcess.StartAsync(HasManagedPolicies);
        }
    }

    public Task DisposeAsync()
    {
        _process?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>moto without the policies AWS manages: a partition that lacks them.</summary>
public sealed class BareMotoServer : MotoServer
{
    protected override bool HasManagedPolicies => false;
}
