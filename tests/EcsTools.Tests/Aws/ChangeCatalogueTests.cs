using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Aws.Changes;
using Xunit;

namespace EcsTools.Tests.Aws;

/// <summary>What a command says of the calls that it has made.</summary>
public sealed class ChangeCatalogueTests
{
    private static readonly UndoLines Undo = new("eu-west-1", null);

    public static TheoryData<string> Changes() => new(Requests().Where(type => !ChangeCatalogue.IsReading(type)).Select(type => type.FullName!));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_request_that_changes_something_is_named(string type)
    {
        var change = ChangeCatalogue.Of(Sample(Requests().Single(request => request.FullName == type)), null, Undo);
        Assert.NotNull(change);

        // Changes of details have no names of their own: they happen to what was named before.
        if (type.Split('.')[^1].StartsWith("Create", StringComparison.Ordinal) || type.Split('.')[^1].StartsWith("Register", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("the call", change.Subject, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_requests_of_the_library_are_found()
    {
        var names = Requests().Select(type => type.Name).ToList();
        Assert.Contains("CreateServiceRequest", names);
        Assert.Contains("DescribeServicesRequest", names);
        Assert.InRange(names.Count, 100, 400);
    }

    [Fact]
    public void What_is_deleted_again_is_not_named_and_what_belongs_to_it_neither()
    {
        var journal = new ChangeJournal();
        journal.Add(new AwsChange("repository web", AwsChange.Created), isCertain: true);
        journal.Add(new AwsChange("policy of repository web", "set", Within: "repository web"), isCertain: false);
        journal.Add(new AwsChange("repository web", AwsChange.Deleted), isCertain: true);
        Assert.Null(journal.Take());
    }

    [Fact]
    public void A_creation_without_an_answer_is_named_even_if_its_deletion_has_none_either()
    {
        var journal = new ChangeJournal();
        journal.Add(new AwsChange("cluster c", AwsChange.Created, Undo.Command("Remove-FargateCluster c")), isCertain: false);
        journal.Add(new AwsChange("cluster c", AwsChange.Deleted), isCertain: false);
        Assert.Equal(
            "Not finished. Perhaps done, because AWS had not answered yet: cluster c created; cluster c deleted. Run the command again to continue. "
                + "To undo it instead: Remove-FargateCluster c -Region eu-west-1",
            journal.Take());
        Assert.Null(journal.Take());
    }

    [Fact]
    public void Lines_undo_the_newest_first_and_leave_out_what_goes_with_another()
    {
        var undo = new UndoLines("eu-west-1", "ops");
        var journal = new ChangeJournal();
        journal.Add(new AwsChange("security group g", AwsChange.Created, undo.Cli("ec2 delete-security-group --group-id sg-1")), isCertain: true);
        journal.Add(new AwsChange("load balancer lb", AwsChange.Created, undo.Command("Remove-FargateLoadBalancer lb")), isCertain: true);
        journal.Add(new AwsChange("listener 80", AwsChange.Created, undo.Cli("elbv2 delete-listener"), "load balancer lb"), isCertain: true);
        Assert.EndsWith(
            "To undo it instead: Remove-FargateLoadBalancer lb -Region eu-west-1 -ProfileName ops; "
                + "aws ec2 delete-security-group --group-id sg-1 --region eu-west-1 --profile ops",
            journal.Take(),
            StringComparison.Ordinal);
    }

    /// <summary>The requests of AWS that the library names in its code.</summary>
    private static List<Type> Requests()
    {
        using var file = new PEReader(File.OpenRead(typeof(AwsConnection).Assembly.Location));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Where(reference => reference.ResolutionScope.Kind == HandleKind.AssemblyReference && metadata.GetString(reference.Name).EndsWith("Request", StringComparison.Ordinal))
            .Select(reference => (
                Name: $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}",
                Assembly: metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name)))
            .Where(reference => reference.Name.StartsWith("Amazon.", StringComparison.Ordinal))
            .Select(reference => Assembly.Load(reference.Assembly).GetType(reference.Name, throwOnError: true)!)
            .Where(type => !type.IsAbstract && typeof(AmazonWebServiceRequest).IsAssignableFrom(type))
            .ToList();
    }

    private static AmazonWebServiceRequest Sample(Type type)
    {
        var request = (AmazonWebServiceRequest)Activator.CreateInstance(type)!;
        foreach (var text in type.GetProperties().Where(property => property.PropertyType == typeof(string) && property.CanWrite))
        {
            text.SetValue(request, "arn:aws:any:eu-west-1:111122223333:kind/a/b/c");
        }

        return request;
    }
}
