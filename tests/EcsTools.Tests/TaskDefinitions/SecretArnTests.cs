using EcsTools.TaskDefinitions;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

public class SecretArnTests
{
    private const string Start = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";

    [Theory]
    [InlineData("db-AbCdE1", Start + "db-AbCdE1")]
    [InlineData("db-AbCdE1:password::", Start + "db-AbCdE1")]
    [InlineData("prod/db", Start + "prod/db-??????")]
    [InlineData("prod/db:password::", Start + "prod/db-??????")]
    [InlineData("my-secret", Start + "my-secret " + Start + "my-secret-??????")]
    public void A_policy_names_the_secret_with_its_random_characters(string reference, string resources)
        => Assert.Equal(resources, string.Join(" ", SecretArn.Resources(Start + reference)));
}
