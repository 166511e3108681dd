namespace EcsTools.Campaigns.Fidelity.Sets.Iam;

/// <summary>Users, keys, roles and policies.</summary>
internal static class IamProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("iam", "iam");
        set.Given("CreateUser", """{"UserName": "ann"}""");
        set.Given(
            "CreatePolicy",
            """{"PolicyName": "p", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""",
            "arn=Policy.Arn");
        set.Given(
            "CreateRole",
            """{"RoleName": "r", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ecs-tasks.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}"}""");
        set.Refused("CreatePolicy", "not JSON", """{"PolicyName": "bad", "PolicyDocument": "policy"}""", "MalformedPolicyDocument", "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "no statement",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\":\"2012-10-17\"}"}""",
            "MalformedPolicyDocument",
            "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "an old version",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Policy document must be version 2012-10-17 or greater.");
        set.Refused(
            "CreatePolicy",
            "an unknown version",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\":\"2020-01-01\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "Sids that are the same",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Sid\": \"a\"}, {\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Sid\": \"a\"}]}"}""",
            "MalformedPolicyDocument",
            "Statement IDs (SID) in a single policy must be unique.");
        set.Refused(
            "CreatePolicy",
            "a Sid with a blank",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Sid\": \"a b\"}]}"}""",
            "MalformedPolicyDocument",
            "Statement IDs (SID) must be alpha-numeric.");
        set.Refused(
            "CreatePolicy",
            "an unknown operator",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"StringEqualz\": {\"k\": \"v\"}}}]}"}""",
            "MalformedPolicyDocument",
            "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "an object as value of a condition",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"k\": {\"a\": \"b\"}}}}]}"}""",
            "MalformedPolicyDocument",
            "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "a date that is not one",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\": \"soon\"}}}]}"}""",
            "MalformedPolicyDocument",
            "The policy failed legacy parsing");
        set.Refused(
            "CreatePolicy",
            "both Action and NotAction",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"NotAction\": \"a:b\"}]}"}""",
            "MalformedPolicyDocument",
            "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "both Resource and NotResource",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"NotResource\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "a principal",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Principal\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Policy document should not specify a principal.");
        set.Refused(
            "CreatePolicy",
            "no action",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Policy statement must contain actions.");
        set.Refused(
            "CreatePolicy",
            "no resource",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"a:b\"}]}"}""",
            "MalformedPolicyDocument",
            "Policy statement must contain resources.");
        set.Refused(
            "CreatePolicy",
            "an action without a service",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"RunTask\", \"Resource\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        set.Refused(
            "CreatePolicy",
            "an action with two colons",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"a:b:c\", \"Resource\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Actions/Condition can contain only one colon.");
        set.Refused(
            "CreatePolicy",
            "a resource that is not an ARN",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"a:b\", \"Resource\": \"web\"}]}"}""",
            "MalformedPolicyDocument",
            "Resource web must be in ARN format or \"*\".");
        set.Refused(
            "CreatePolicy",
            "another partition",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"a:b\", \"Resource\": \"arn:oz:s3:::b\"}]}"}""",
            "MalformedPolicyDocument",
            "Partition \"oz\" is not valid for resource");
        set.Refused(
            "CreatePolicy",
            "an effect in small letters",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "The policy failed legacy parsing");
        set.Refused(
            "CreatePolicy",
            "another effect",
            """{"PolicyName": "bad", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Maybe\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Syntax errors in policy.");
        set.Refused(
            "CreatePolicy",
            "a name that exists",
            """{"PolicyName": "p", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""",
            "EntityAlreadyExists",
            "A policy called p already exists. Duplicate names are not allowed.");
        set.Refused("GetPolicy", "an ARN of a role", """{"PolicyArn": "arn:aws:iam::000000000000:role/x"}""", "InvalidInput|ValidationError");
        set.Refused("GetPolicy", "a policy that does not exist", """{"PolicyArn": "arn:aws:iam::000000000000:policy/none"}""", "NoSuchEntity", "was not found");
        set.Refused(
            "GetPolicyVersion",
            "a version that does not exist",
            """{"PolicyArn": "${arn}", "VersionId": "v9"}""",
            "NoSuchEntity",
            "version v9 does not exist or is not attachable.");
        set.Refused(
            "DeletePolicyVersion",
            "the default version",
            """{"PolicyArn": "${arn}", "VersionId": "v1"}""",
            "DeleteConflict",
            "Cannot delete the default version of a policy.");
        set.Given(
            "CreatePolicyVersion",
            """{"PolicyArn": "${arn}", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""");
        set.Given(
            "CreatePolicyVersion",
            """{"PolicyArn": "${arn}", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""");
        set.Given(
            "CreatePolicyVersion",
            """{"PolicyArn": "${arn}", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""");
        set.Given(
            "CreatePolicyVersion",
            """{"PolicyArn": "${arn}", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""");
        set.Refused(
            "CreatePolicyVersion",
            "a sixth version",
            """{"PolicyArn": "${arn}", "PolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}"}""",
            "LimitExceeded",
            "A managed policy can have up to 5 versions.");
        set.Refused("DeletePolicy", "a policy with versions", """{"PolicyArn": "${arn}"}""", "DeleteConflict", "This policy has more than one version.");
        set.Given("AttachUserPolicy", """{"UserName": "ann", "PolicyArn": "${arn}"}""");
        set.Refused("DeleteUser", "a user with a policy", """{"UserName": "ann"}""", "DeleteConflict", "must detach all policies first");
        set.Given("CreateAccessKey", """{"UserName": "ann"}""");
        set.Given("CreateAccessKey", """{"UserName": "ann"}""");
        set.Refused("CreateAccessKey", "a third key", """{"UserName": "ann"}""", "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2");
        set.Refused("CreateUser", "a name that exists", """{"UserName": "ann"}""", "EntityAlreadyExists", "User with name ann already exists.");
        set.Refused("CreateUser", "a name with a blank", """{"UserName": "a b"}""", "ValidationError");
        set.Refused(
            "CreateUser",
            "a path without slashes",
            """{"UserName": "bob", "Path": "x"}""",
            "ValidationError",
            "The specified value for path is invalid.");
        set.Refused(
            "CreateUser",
            "tags of the same key",
            """{"UserName": "bob", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]}""",
            "InvalidInput",
            "Duplicate tag keys found.");
        set.Refused("GetUser", "a user that does not exist", """{"UserName": "none"}""", "NoSuchEntity", "The user with name none cannot be found.");
        set.Refused("GetUser", "a name of another form, before it is looked up", """{"UserName": "no one"}""", "ValidationError");
        set.Refused("ListUsers", "a text as number", """{"MaxItems": "many"}""", "MalformedInput");
        set.Refused("ListPolicies", "a text as truth value", """{"OnlyAttached": "perhaps"}""", "MalformedInput");
        set.Refused("UpdateAccessKey", "another status", """{"UserName": "ann", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Off"}""", "ValidationError");
        set.Refused(
            "CreateRole",
            "no principal",
            """{"RoleName": "bad", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\"}]}"}""",
            "MalformedPolicyDocument",
            "Missing required field Principal");
        set.Refused(
            "CreateRole",
            "a resource",
            """{"RoleName": "bad", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"sts:AssumeRole\", \"Resource\": \"*\"}]}"}""",
            "MalformedPolicyDocument",
            "Has prohibited field Resource");
        set.Refused(
            "CreateRole",
            "an action of another service",
            """{"RoleName": "bad", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"s3:GetObject\"}]}"}""",
            "MalformedPolicyDocument",
            "AssumeRole policy may only specify STS AssumeRole actions.");
        set.Refused(
            "CreateRole",
            "a principal that does not exist",
            """{"RoleName": "bad", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::000000000000:user/none\"}, \"Action\": \"sts:AssumeRole\"}]}"}""",
            "MalformedPolicyDocument",
            "Invalid principal in policy");
        set.Refused(
            "CreateRole",
            "a service that is not one",
            """{"RoleName": "bad", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ecs\"}, \"Action\": \"sts:AssumeRole\"}]}"}""",
            "MalformedPolicyDocument",
            "Invalid principal in policy");
        set.Refused(
            "CreateRole",
            "a session of a minute",
            """{"RoleName": "bad", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"sts:AssumeRole\"}]}", "MaxSessionDuration": 60}""",
            "ValidationError");
        set.Refused(
            "AttachRolePolicy",
            "a policy that does not exist",
            """{"RoleName": "r", "PolicyArn": "arn:aws:iam::000000000000:policy/none"}""",
            "NoSuchEntity",
            "does not exist or is not attachable");
        set.Refused("CreateSAMLProvider", "an operation that only the sandbox lacks", """{}""", "InvalidAction|ValidationError");
        return set;
    }
}
