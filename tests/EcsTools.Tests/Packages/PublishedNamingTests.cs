using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;
using AwsSdk.Generator.Emit;
using AwsSdk.Generator.Model;
using AwsSdk.Generator.Trim;
using Xunit;

namespace EcsTools.Tests.Packages;

/// <summary>
/// The generator's names and types held to packages that are published and here: what it would call everything in the model of
/// STS, SSO and SSO OIDC must be what those packages call it.
/// </summary>
public class PublishedNamingTests
{
    public static TheoryData<string, string, Type> Published => new()
    {
        { "sts", "SecurityTokenService", typeof(AmazonSecurityTokenServiceClient) },
        { "sso", "SSO", typeof(AmazonSSOClient) },
        { "sso-oidc", "SSOOIDC", typeof(AmazonSSOOIDCClient) },
    };

    [SkippableTheory]
    [MemberData(nameof(Published))]
    public async Task The_generator_names_a_published_package_as_it_is_published(string botocoreName, string client, Type clientType)
    {
        using var directory = new TemporaryDirectory();
        var service = await Load(directory.Path, botocoreName, client, clientType.Namespace!);
        var types = new CodeTypes(service);
        var missing = new List<string>();
        foreach (var operation in service.Operations)
        {
            Compare(clientType.Assembly, $"{clientType.Namespace}.Model.{operation.RequestClass}", operation.Input?.Members ?? [], types, missing);
            Compare(clientType.Assembly, $"{clientType.Namespace}.Model.{operation.ResponseClass}", operation.Output?.Members ?? [], types, missing);
            missing.AddRange(operation.Errors.Where(e => clientType.Assembly.GetType($"{clientType.Namespace}.Model.{e.ClassName}") is null).Select(e => e.ClassName));
            if (clientType.GetMethod(operation.Name + "Async", [.. Parameters(clientType, operation)]) is null)
            {
                missing.Add(operation.Name + "Async");
            }
        }

        foreach (var shape in service.Shapes.Where(s => s.IsStructure && !s.IsException && !IsRoot(service, s)))
        {
            Compare(clientType.Assembly, $"{clientType.Namespace}.Model.{shape.ClassName}", shape.Members, types, missing);
        }

        foreach (var shape in service.Shapes.Where(s => s.IsEnum))
        {
            var type = clientType.Assembly.GetType($"{clientType.Namespace}.{shape.ClassName}");
            missing.AddRange(shape.EnumValues.Select(EnumCode.ConstantName).Where(n => type?.GetField(n) is null).Select(n => $"{shape.ClassName}.{n}"));
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void A_stand_in_has_the_constructors_of_a_published_client_and_exception()
    {
        foreach (var standIn in StandIn.Built)
        {
            foreach (var suffix in new[] { "Client", "Config", "Exception" })
            {
                var published = typeof(AmazonSecurityTokenServiceClient).Assembly.GetType("Amazon.SecurityToken.AmazonSecurityTokenService" + suffix)!;
                Assert.Equal(Constructors(published, "AmazonSecurityTokenService"), Constructors(standIn.Assembly.GetType($"{standIn.Namespace}.{standIn.Stem}{suffix}")!, standIn.Stem));
            }
        }
    }

    private static void Compare(Assembly published, string typeName, IReadOnlyList<Member> members, CodeTypes types, List<string> missing)
    {
        if (published.GetType(typeName) is not { } type)
        {
            missing.Add(typeName);
            return;
        }

        foreach (var member in members)
        {
            var property = type.GetProperty(member.PropertyName);
            if (property is null || Text(property.PropertyType) != types.TypeOf(member))
            {
                missing.Add($"{typeName}.{member.PropertyName}: {(property is null ? "nothing" : Text(property.PropertyType))}, not {types.TypeOf(member)}");
            }
        }
    }

    private static IEnumerable<Type> Parameters(Type clientType, Operation operation) =>
        [clientType.Assembly.GetType($"{clientType.Namespace}.Model.{operation.RequestClass}") ?? typeof(void), typeof(System.Threading.CancellationToken)];

    private static bool IsRoot(ServiceModel service, Shape shape) => service.Operations.Any(o => o.Input == shape || o.Output == shape);

    private static string Text(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } bare)
        {
            return Text(bare) + "?";
        }

        var arguments = type.GetGenericArguments();
        return type == typeof(string) ? "string" : type == typeof(bool) ? "bool" : type == typeof(int) ? "int" : type == typeof(long) ? "long"
            : type == typeof(double) ? "double" : type == typeof(float) ? "float"
            : arguments.Length > 0 ? $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments.Select(Text))}>"
            : typeof(Amazon.Runtime.ConstantClass).IsAssignableFrom(type) ? type.FullName! : type.Name;
    }

    private static IEnumerable<string> Constructors(Type type, string stem) =>
        type.GetConstructors().Select(c => string.Join(", ", c.GetParameters().Select(p => $"{p.ParameterType.Name.Replace(stem, "*", StringComparison.Ordinal)} {p.Name}"))).Order();

    private static async Task<ServiceModel> Load(string directory, string botocoreName, string client, string @namespace)
    {
        var data = (await Oracle.AskAsync([new JsonObject { ["ask"] = "data" }]))[0]["path"]!.GetValue<string>();
        var newest = Directory.GetDirectories(Path.Combine(data, botocoreName)).Order(StringComparer.Ordinal).Last();
        var service = Path.Combine(directory, "service.json");
        Trimmer.Run(Path.Combine(newest, "service-2.json.gz"), service, [], Path.Combine(newest, "endpoint-rule-set-1.json.gz"));
        var names = new JsonObject { ["namespace"] = @namespace, ["client"] = client };
        await File.WriteAllTextAsync(Path.Combine(directory, "names.json"), names.ToJsonString());
        return ServiceModel.Load(service);
    }
}

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ecstools-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
