using Docker.DotNet.Models;
using EcsTools.Images.Engine;
using Xunit;

namespace EcsTools.Tests.Images.Engine;

public class EnginePushReportTests
{
    [Theory]
    [InlineData("name unknown: The repository with name 'denied' does not exist in the registry with id '123401234567'", "Create the repository first")]
    [InlineData("denied: requested access to the resource is denied", "Check that the credential")]
    [InlineData("no basic auth credentials", "Check that the credential")]
    [InlineData("Get \"https://unauthorized.example.com:403/v2/\": dial tcp 10.0.0.1:403: i/o timeout", "Check that the engine itself")]
    public void A_failed_push_gets_the_remedy_of_what_the_engine_says(string error, string remedy)
    {
        var report = new EnginePushReport("Push", null);
        report.Report(new JSONMessage { ErrorMessage = error });
        Assert.StartsWith(remedy, report.Failure("registry.example.com/denied:1").Remedy);
    }
}
