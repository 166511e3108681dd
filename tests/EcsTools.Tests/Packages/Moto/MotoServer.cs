using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

/// <summary>
/// A moto server that checks signatures, with one user who may do everything. Started for the tests of this folder; where there is
/// no moto they skip. What moto has not is named in each test; it has nothing at all of ECR Public, which botocore alone holds to account.
/// </summary>
public sealed class MotoServer : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _called = new();
    private string? _missing;
    private MotoProcess? _server;
    private AWSCredentials? _credentials;

    public string Url => _server!.Url;

    public async Task InitializeAsync()
    {
        _missing = await MotoProcess.MissingAsync();
        if (_missing is null)
        {
            _server = await MotoProcess.StartAsync(hasManagedPolicies: false);
            _credentials = await CreateUser();
            await CheckSignatures(true);
        }
    }

    public Task DisposeAsync()
    {
        _server?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Turns the server's checking on or off: it cannot check the path and query of a REST service, not even boto3's.</summary>
    public async Task CheckSignatures(bool check)
    {
        using var http = new HttpClient();
        (await http.PostAsync(new Uri(Url + "/moto-api/reset-auth"), new StringContent(check ? "0" : "inf"))).EnsureSuccessStatusCode();
    }

    /// <summary>A client of the stand-in whose calls are noted.</summary>
    internal T Client<T>(string package, AWSCredentials? credentials = null)
        where T : IAmazonService
    {
        Skip.If(_missing is not null, _missing);
        var standIn = StandIn.Of(package);
        return (T)(object)standIn.NewClient(Config(standIn), credentials ?? _credentials);
    }

    /// <summary>Holds that every operation of the stand-in was called, but for those moto has not.</summary>
    internal void AssertAllCalled(string package, IReadOnlyDictionary<string, string> notInMoto)
    {
        var called = _called.GetOrAdd(package, _ => new());
        var standIn = StandIn.Of(package);
        Assert.Empty(standIn.Operations.Where(o => !called.ContainsKey(o) && !notInMoto.ContainsKey(o)));
        Assert.Empty(notInMoto.Keys.Where(o => called.ContainsKey(o) || !standIn.Operations.Contains(o)));
    }

    private ClientConfig Config(StandIn standIn)
    {
        var handler = new Noting(new SocketsHttpHandler(), sent => _called.GetOrAdd(standIn.Package, _ => new()).TryAdd(OperationOf(standIn, sent), true));
        var config = standIn.NewConfig(handler);
        config.ServiceURL = Url;
        config.AuthenticationRegion = "us-west-2";
        return config;
    }

    private async Task<AWSCredentials> CreateUser()
    {
        var standIn = StandIn.Of("AWSSDK.IdentityManagement");
        using var iam = (Amazon.IdentityManagement.IAmazonIdentityManagementService)standIn.NewClient(Config(standIn));
        await iam.CreateUserAsync(new CreateUserRequest { UserName = "contract" });
        await iam.PutUserPolicyAsync(new PutUserPolicyRequest
        {
            UserName = "contract",
            PolicyName = "everything",
            PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
        });
        var key = (await iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = "contract" })).AccessKey;
        return new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey);
    }

    private static string OperationOf(StandIn standIn, HttpRequestMessage request)
    {
        if (request.Headers.TryGetValues("X-Amz-Target", out var target))
        {
            return target.Single().Split('.')[1];
        }

        if (standIn.IsXml)
        {
            return Regex.Match(request.Content!.ReadAsStringAsync().GetAwaiter().GetResult(), @"(?:^|&)Action=(\w+)").Groups[1].Value;
        }

        return standIn.Model["operations"]!.AsObject().Single(o =>
        {
            var pattern = Regex.Replace(o.Value!["http"]!["requestUri"]!.GetValue<string>(), @"\{[^}]+\}", "[^/]+");
            return o.Value!["http"]!["method"]!.GetValue<string>() == request.Method.Method
                && Regex.IsMatch(request.RequestUri!.AbsolutePath, $"^{pattern}$");
        }).Key;
    }

    private sealed class Noting(HttpMessageHandler inner, Action<HttpRequestMessage> note) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            note(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>The tests that share one moto server, one after the other.</summary>
[CollectionDefinition(Name)]
public class MotoCollection : ICollectionFixture<MotoServer>
{
    public const string Name = "A moto server";
}
