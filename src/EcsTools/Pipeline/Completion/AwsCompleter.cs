using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;

namespace EcsTools.Pipeline.Completion;

/// <summary>
/// Completes a parameter with what exists in an AWS account. Tab waits at most 200 ms; a later answer is used for the next Tab. Only the first
/// Tab of a session waits longer, because it opens the first connection. Answers are kept for 45 seconds per account, region and profile, or
/// until a command of the session changes something. Errors give no completions.
/// </summary>
public abstract class AwsCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(15);
    private static readonly ConcurrentDictionary<string, Answer> Answers = new();
    private static TimeSpan _firstBudget = TimeSpan.FromSeconds(3);
    private static volatile bool _hasWaited;

    /// <summary>Drops the answers that are kept. What a command of this session has just made is completed at once.</summary>
    internal static void Forget() => Answers.Clear();

    /// <summary>Lists all values. The base class matches them with the word at the cursor.</summary>
    /// <param name="connection">Connection to the account and region.</param>
    /// <param name="scope">The value from <see cref="Scope(IDictionary, string)"/>.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Values, each with a tool tip.</returns>
    protected abstract Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection,
        string scope,
        CancellationToken cancellationToken);

    /// <summary>The name of the parameter with the profile to connect with.</summary>
    protected virtual string ProfileParameter => "ProfileName";

    /// <summary>What limits the search, such as the cluster whose services are listed.</summary>
    /// <param name="bound">The parameters typed so far, by name.</param>
    protected virtual string Scope(IDictionary bound) => "";

    /// <summary>The same, if the word that is typed so far limits the search too.</summary>
    /// <param name="bound">The parameters typed so far, by name.</param>
    /// <param name="word">The word, without its quotes.</param>
    protected virtual string Scope(IDictionary bound, string word) => Scope(bound);

    /// <summary>The text of a parameter typed so far; null if it is not there. Of a list it is the first text.</summary>
    /// <param name="bound">The parameters, by name.</param>
    /// <param name="name">Name of the parameter.</param>
    protected static string? Text(IDictionary bound, string name)
        => (bound[name] is PSObject wrapped ? wrapped.BaseObject : bound[name]) switch
        {
            string text => text,
            IEnumerable items => items.Cast<object?>().FirstOrDefault()?.ToString(),
            _ => null,
        };

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            return Find(fakeBoundParameters, wordToComplete)
                .Where(value => CompletionWord.Matches(value.Key, wordToComplete))
                .OrderBy(value => value.Key, StringComparer.Ordinal)
                .Select(value => CompletionWord.Result(value.Key, value.Value))
                .ToList();
        }
#pragma warning disable CA1031 // A completer that fails completes nothing.
        catch
#pragma warning restore CA1031
        {
            return new List<CompletionResult>();
        }
    }

    private static object? SessionVariable(string name)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Microsoft.PowerShell.Utility\\Get-Variable")
            .AddParameter("Name", name)
            .AddParameter("ValueOnly", true)
            .AddParameter("ErrorAction", ActionPreference.Ignore)
            .Invoke()
            .FirstOrDefault();
    }

    private IReadOnlyList<KeyValuePair<string, string>> Find(IDictionary bound, string word)
    {
        var request = SessionConnection.Resolve(Request(bound), SessionVariable, notice: false).Request;
        var scope = Scope(bound, CompletionWord.Plain(word));
        var key = Key(request, scope);
        if (!Answers.TryGetValue(key, out var answer) || answer.IsStale)
        {
            Answers[key] = answer = new Answer(Task.Run(() => FindAsync(request, scope)));
        }

        // Only once, also if there is no answer: a prompt whose account cannot be reached must not wait at each Tab.
        var budget = _hasWaited ? Budget : _firstBudget;
        _hasWaited = true;
        return answer.Values.Wait(budget) ? answer.Values.Result : Array.Empty<KeyValuePair<string, string>>();
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(AwsConnectionRequest request, string scope)
    {
        using var abandoned = new CancellationTokenSource(Abandoned);
        using var connection = await AwsConnections.ConnectAsync(request, cancellationToken: abandoned.Token).ConfigureAwait(false);
        return await FindAsync(connection, scope, abandoned.Token).ConfigureAwait(false);
    }

    private AwsConnectionRequest Request(IDictionary bound) => new()
    {
        Region = Text(bound, "Region"),
        ProfileName = Text(bound, ProfileParameter),
        ProfileLocation = ProfileParameter == "ProfileName" ? Text(bound, "ProfileLocation") : null,
        AccessKey = Text(bound, "AccessKey"),
        SecretKey = Text(bound, "SecretKey"),
        SessionToken = Text(bound, "SessionToken"),
        Credential = (bound["Credential"] as PSObject)?.BaseObject ?? bound["Credential"],
        EndpointUrl = Text(bound, "EndpointUrl"),
        AllowInsecureEndpoint = bound["AllowInsecureEndpoint"] is SwitchParameter { IsPresent: true } or true,
    };

    private string Key(AwsConnectionRequest request, string scope)
        => string.Join(
            "\n",
            GetType().FullName,
            scope,
            request.EndpointUrl,
            request.Region ?? request.SessionRegion ?? Environment.GetEnvironmentVariable("AWS_REGION"),
            request.ProfileName ?? Environment.GetEnvironmentVariable("AWS_PROFILE"),
            request.ProfileLocation,
            request.AccessKey ?? Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"),
            request.Credential?.GetHashCode());

    private sealed class Answer
    {
        private readonly DateTime _at = DateTime.UtcNow;

        public Answer(Task<IReadOnlyList<KeyValuePair<string, string>>> values)
        {
            Values = values;
        }

        public Task<IReadOnlyList<KeyValuePair<string, string>>> Values { get; }

        public bool IsStale => DateTime.UtcNow - _at > Kept || Values.IsFaulted || Values.IsCanceled;
    }
}
