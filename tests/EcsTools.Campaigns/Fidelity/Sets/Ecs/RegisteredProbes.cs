using System.Linq;
using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>The operations on registered task definitions, and on tags.</summary>
internal static class RegisteredProbes
{
    public static ProbeSet Create()
    {
        var set = Shop("registered definitions and tags")
            .Given("RegisterTaskDefinition", Fargate, "arn=taskDefinition.taskDefinitionArn")
            .Given("DescribeClusters", """{ "clusters": ["shop"] }""", "cluster=clusters.0.clusterArn");
        set.Variants("DescribeTaskDefinition", """{ "taskDefinition": "web" }""")
            .Answered("the newest", "{}", "taskDefinition.revision", "2")
            .Answered("a revision", """{ "taskDefinition": "web:1" }""", "taskDefinition.revision", "1")
            .Refused("a family that is not there", """{ "taskDefinition": "ghost" }""", Code, "Unable to describe task definition")
            .Refused("a revision that is not there", """{ "taskDefinition": "web:99" }""", Code, "Unable to describe task definition")
            .Refused("a revision that is a word", """{ "taskDefinition": "web:new" }""", Code, "Invalid revision number")
            .Refused("another region", """{ "taskDefinition": "arn:aws:ecs:eu-west-1:${account}:task-definition/web:1" }""", Invalid, "Invalid Region in ARN")
            .Refused("an unknown part", """{ "include": ["EVENTS"] }""", Invalid, "include should be one of [TAGS]");
        set.Variants("ListTaskDefinitions", "{}")
            .Answered("newest first", """{ "sort": "DESC" }""", "taskDefinitionArns.0", "${arn}")
            .Answered("a family that is not there", """{ "familyPrefix": "ghost" }""", "taskDefinitionArns.length", "0")
            .Refused("101 results", """{ "maxResults": 101 }""", Invalid)
            .Refused("an unknown status", """{ "status": "OLD" }""", Invalid, "status should be one of [")
            .Refused("a token that is none", """{ "nextToken": "no token" }""", Invalid, "Invalid token");
        set.Refused("ListTaskDefinitionFamilies", "101 results", """{ "maxResults": 101 }""", Invalid);
        set.Refused("DeregisterTaskDefinition", "a family", """{ "taskDefinition": "web" }""", Code, "Revision is missing");
        set.Refused("DeregisterTaskDefinition", "a revision that is not there", """{ "taskDefinition": "web:99" }""", Code);
        set.Answered("DeleteTaskDefinitions", "an active one", """{ "taskDefinitions": ["web:1"] }""", "failures.length", "1");
        set.Refused("DeleteTaskDefinitions", "eleven", $$"""{ "taskDefinitions": [{{string.Join(',', Enumerable.Range(1, 11).Select(number => $"\"web:{number}\""))}}] }""", Invalid);
        set.Answered("DeregisterTaskDefinition", "an active one", """{ "taskDefinition": "web:1" }""", "taskDefinition.status", "INACTIVE");
        set.Answered("DeleteTaskDefinitions", "an inactive one", """{ "taskDefinitions": ["web:1"] }""", "taskDefinitions.0.status", "DELETE_IN_PROGRESS");
        Tags(set);
        return set;
    }

    private static void Tags(ProbeSet set)
    {
        set.Variants("TagResource", """{ "resourceArn": "${cluster}", "tags": [{ "key": "team", "value": "a" }] }""")
            .Accepted("a tag")
            .Accepted("a tag without a value", """{ "tags": [{ "key": "team" }] }""")
            .Refused("a name", """{ "resourceArn": "shop" }""", Invalid)
            .Refused("a tag twice", """{ "tags": [{ "key": "team", "value": "a" }, { "key": "team", "value": "b" }] }""", Invalid, "Duplicate")
            .Refused("a reserved tag", """{ "tags": [{ "key": "aws:team", "value": "a" }] }""", Invalid)
            .Refused("a key of 129 characters", $$"""{ "tags": [{ "key": "{{new string('a', 129)}}", "value": "a" }] }""", Invalid)
            .Refused("a value of 257 characters", $$"""{ "tags": [{ "key": "a", "value": "{{new string('a', 257)}}" }] }""", Invalid)
            .Refused("a key of other characters", """{ "tags": [{ "key": "a<b", "value": "a" }] }""", Invalid)
            .Refused("a service in the old form", """{ "resourceArn": "arn:aws:ecs:us-east-1:${account}:service/web" }""", Invalid, "Long arn format must be used for tagging operations");
        set.Accepted("UntagResource", "a tag that is not there", """{ "resourceArn": "${cluster}", "tagKeys": ["ghost"] }""");
        set.Answered("ListTagsForResource", "a cluster", """{ "resourceArn": "${cluster}" }""", "tags.0.key", "team");
        set.Refused("ListTagsForResource", "a service that is not there", """{ "resourceArn": "arn:aws:ecs:us-east-1:${account}:service/shop/ghost" }""", Invalid);
        set.Refused("TagResource", "a service that is not there", """{ "resourceArn": "arn:aws:ecs:us-east-1:${account}:service/shop/ghost", "tags": [] }""", "ResourceNotFoundException");
        set.Refused("ListTagsForResource", "a name", """{ "resourceArn": "shop" }""", Invalid);
    }
}
