namespace EcsTools.Campaigns.Fidelity.Sets.Sts;

/// <summary>Identities and temporary credentials.</summary>
internal static class StsProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("sts", "sts");
        set.Accepted("GetCallerIdentity", "no members", """{}""");
        set.Given(
            "iam:CreateRole",
            """{"RoleName": "r", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"sts:AssumeRole\"}]}"}""");
        set.Refused(
            "AssumeRole",
            "the root",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1"}""",
            "AccessDenied",
            "Roles may not be assumed by root accounts.");
        set.Refused(
            "AssumeRole",
            "an ARN of a user",
            """{"RoleArn": "arn:aws:iam::000000000000:user/r", "RoleSessionName": "s1"}""",
            "ValidationError",
            "Request ARN is invalid");
        set.Refused(
            "AssumeRole",
            "an ARN of a policy",
            """{"RoleArn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "RoleSessionName": "s1"}""",
            "ValidationError",
            "Request ARN is invalid");
        set.Refused(
            "AssumeRole",
            "a short ARN",
            """{"RoleArn": "role", "RoleSessionName": "s1"}""",
            "ValidationError",
            "Member must have length greater than or equal to 20");
        set.Refused("AssumeRole", "no ARN", """{"RoleSessionName": "s1"}""", "ValidationError");
        set.Refused("AssumeRole", "no session name", """{"RoleArn": "arn:aws:iam::000000000000:role/r"}""", "ValidationError");
        set.Refused(
            "AssumeRole",
            "a session name with a blank",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "a b"}""",
            "ValidationError",
            "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        set.Refused(
            "AssumeRole",
            "a session name of one letter",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "a"}""",
            "ValidationError",
            "Member must have length greater than or equal to 2");
        set.Refused(
            "AssumeRole",
            "a session name of 65 letters",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""",
            "ValidationError",
            "Member must have length less than or equal to 64");
        set.Refused(
            "AssumeRole",
            "899 seconds",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "DurationSeconds": 899}""",
            "ValidationError",
            "Member must have value greater than or equal to 900");
        set.Refused(
            "AssumeRole",
            "43201 seconds",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "DurationSeconds": 43201}""",
            "ValidationError",
            "Member must have value less than or equal to 43200");
        set.Refused(
            "AssumeRole",
            "a text as duration",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "DurationSeconds": "hour"}""",
            "MalformedInput");
        set.Refused(
            "AssumeRole",
            "an external id of one letter",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "ExternalId": "a"}""",
            "ValidationError",
            "Member must have length greater than or equal to 2");
        set.Refused(
            "AssumeRole",
            "an external id with a blank",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "ExternalId": "a b"}""",
            "ValidationError",
            "Member must satisfy regular expression pattern");
        set.Refused(
            "AssumeRole",
            "a code of five digits",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "TokenCode": "12345"}""",
            "ValidationError",
            "Member must have length greater than or equal to 6");
        set.Refused(
            "AssumeRole",
            "a source identity with a blank",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "SourceIdentity": "a b"}""",
            "ValidationError");
        set.Refused(
            "AssumeRole",
            "a serial number that is too short",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "SerialNumber": "x"}""",
            "ValidationError");
        set.Refused(
            "AssumeRole",
            "51 tags",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "Tags": [{"Key": "k0", "Value": "v"}, {"Key": "k1", "Value": "v"}, {"Key": "k2", "Value": "v"}, {"Key": "k3", "Value": "v"}, {"Key": "k4", "Value": "v"}, {"Key": "k5", "Value": "v"}, {"Key": "k6", "Value": "v"}, {"Key": "k7", "Value": "v"}, {"Key": "k8", "Value": "v"}, {"Key": "k9", "Value": "v"}, {"Key": "k10", "Value": "v"}, {"Key": "k11", "Value": "v"}, {"Key": "k12", "Value": "v"}, {"Key": "k13", "Value": "v"}, {"Key": "k14", "Value": "v"}, {"Key": "k15", "Value": "v"}, {"Key": "k16", "Value": "v"}, {"Key": "k17", "Value": "v"}, {"Key": "k18", "Value": "v"}, {"Key": "k19", "Value": "v"}, {"Key": "k20", "Value": "v"}, {"Key": "k21", "Value": "v"}, {"Key": "k22", "Value": "v"}, {"Key": "k23", "Value": "v"}, {"Key": "k24", "Value": "v"}, {"Key": "k25", "Value": "v"}, {"Key": "k26", "Value": "v"}, {"Key": "k27", "Value": "v"}, {"Key": "k28", "Value": "v"}, {"Key": "k29", "Value": "v"}, {"Key": "k30", "Value": "v"}, {"Key": "k31", "Value": "v"}, {"Key": "k32", "Value": "v"}, {"Key": "k33", "Value": "v"}, {"Key": "k34", "Value": "v"}, {"Key": "k35", "Value": "v"}, {"Key": "k36", "Value": "v"}, {"Key": "k37", "Value": "v"}, {"Key": "k38", "Value": "v"}, {"Key": "k39", "Value": "v"}, {"Key": "k40", "Value": "v"}, {"Key": "k41", "Value": "v"}, {"Key": "k42", "Value": "v"}, {"Key": "k43", "Value": "v"}, {"Key": "k44", "Value": "v"}, {"Key": "k45", "Value": "v"}, {"Key": "k46", "Value": "v"}, {"Key": "k47", "Value": "v"}, {"Key": "k48", "Value": "v"}, {"Key": "k49", "Value": "v"}, {"Key": "k50", "Value": "v"}]}""",
            "ValidationError",
            "Member must have length less than or equal to 50");
        set.Refused(
            "AssumeRole",
            "a tag without a value",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "Tags": [{"Key": "k"}]}""",
            "ValidationError");
        set.Accepted("GetSessionToken", "no members", """{}""");
        set.Refused("GetSessionToken", "899 seconds", """{"DurationSeconds": 899}""", "ValidationError", "Member must have value greater than or equal to 900");
        set.Refused(
            "GetSessionToken",
            "129601 seconds",
            """{"DurationSeconds": 129601}""",
            "ValidationError",
            "Member must have value less than or equal to 129600");
        set.Refused("GetSessionToken", "a text as duration", """{"DurationSeconds": "day"}""", "MalformedInput");
        set.Refused(
            "GetSessionToken",
            "a code that is not one",
            """{"SerialNumber": "arn:aws:iam::000000000000:mfa/x", "TokenCode": "123456"}""",
            "AccessDenied");
        set.Refused(
            "AssumeRoleWithWebIdentity",
            "a token that is not one",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1", "WebIdentityToken": "nonsense"}""",
            "InvalidIdentityToken");
        set.Refused("AssumeRoleWithWebIdentity", "no token", """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "s1"}""", "ValidationError");
        set.Refused(
            "AssumeRoleWithWebIdentity",
            "a session name with a blank",
            """{"RoleArn": "arn:aws:iam::000000000000:role/r", "RoleSessionName": "a b", "WebIdentityToken": "nonsense"}""",
            "ValidationError");
        return set;
    }
}
