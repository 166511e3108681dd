using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// The ARN of a secret. Secrets Manager adds a hyphen and six random characters to the name. ECS accepts an ARN without them, and a policy does not.
/// </summary>
internal static class SecretArn
{
    private const int Parts = 7;

    private static readonly Regex Ending = new("-[A-Za-z0-9]{6}$", RegexOptions.CultureInvariant);

    // A name can end like this, too: my-secret.
    private static readonly Regex Word = new("-[a-z]{6}$", RegexOptions.CultureInvariant);

    /// <summary>The resources for a policy that allows reading a secret.</summary>
    /// <param name="reference">
    /// The ARN in a definition. It may end with a JSON key, a version stage and a version id: <c>…:secret:name-AbCdEf:key:stage:id</c>.
    /// </param>
    public static IEnumerable<string> Resources(string reference)
    {
        var arn = string.Join(":", reference.Split(':').Take(Parts));
        if (Ending.IsMatch(arn))
        {
            yield return arn;
        }

        if (!Ending.IsMatch(arn) || Word.IsMatch(arn))
        {
            yield return arn + "-??????";
        }
    }
}
