using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>The IAM roles that ECS uses. An existing role gets what it lacks; nothing is removed from it.</summary>
public sealed class EcsRoles
{
    private readonly AwsConnection _connection;
    private readonly IamRoles _roles;

    /// <summary>Works in the account of the connection.</summary>
    /// <param name="connection">Credentials that may read roles, and create them if they do not exist.</param>
    public EcsRoles(AwsConnection connection)
    {
        _connection = connection;
        _roles = new IamRoles(connection);
    }

    private sealed record Details(
        EcsRoleRequest Request,
        EcsRoleDefinition Definition,
        IamRole? Role,
        string? Trust,
        IReadOnlyList<string> Attach,
        IReadOnlyDictionary<string, string> Inline,
        IReadOnlyDictionary<string, string> Tags);

    /// <summary>Creates the role, or adds what an existing one lacks.</summary>
    /// <param name="request">The requested role.</param>
    /// <param name="progress">Receives the steps.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The role. <see cref="EcsRole.MayStillSpread"/> tells whether it is so new that services may not know it yet.</returns>
    /// <exception cref="EcsToolsException">
    /// <c>RoleNotAllowed</c>: the role does not exist or lacks something, and these credentials may not change that.
    /// </exception>
    public async Task<EcsRole> EnsureAsync(
        EcsRoleRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => await ApplyAsync(await PlanAsync(request, cancellationToken).ConfigureAwait(false), progress, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Reads the current state and works out what to do. Writes nothing.</summary>
    /// <param name="request">The requested role.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">A name is invalid, or a policy does not exist in this partition.</exception>
    public async Task<EcsRolePlan> PlanAsync(EcsRoleRequest request, CancellationToken cancellationToken = default)
    {
        Check(request);
        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var definition = EcsRoleDefinition.Create(request, _connection.Region, accountId);
        IamNameRules.CheckName(definition.Name, "Name", "an IAM role");
        var role = await _roles.FindAsync(definition.Name, definition.Inline.Keys, cancellationToken).ConfigureAwait(false);
        var now = IamPolicyDocument.Decode(role?.Entity.AssumeRolePolicyDocument);
        var isTrusted = role is null || IamPolicyDocument.Trusts(now, definition.Service);
        var trust = isTrusted ? null : IamPolicyDocument.Join(now, definition.Trust);

        // A list that the caller may not read is assumed to be right: the caller could not correct it either.
        var attach = role is not null && role.PolicyArns is null
            ? new List<string>()
            : definition.PolicyArns.Except(role?.PolicyArns ?? Array.Empty<string>()).ToList();
        await EnsurePoliciesExistAsync(attach, cancellationToken).ConfigureAwait(false);
        var inline = role is not null && role.Inline is null
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : MissingInline(definition, role?.Inline);
        var tags = role is null ? NewTags(request) : request.Tags;
        var details = new Details(request, definition, role, trust, attach, inline, tags);
        return new EcsRolePlan(definition.Name, Steps(details), details);
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives the steps.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EcsRole> ApplyAsync(
        EcsRolePlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await RunAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (((Details)plan.Details).Role is null && ExistsAlready(problem))
        {
            // It was created after the plan was made, for example for another service of the same app.
            var now = await PlanAsync(((Details)plan.Details).Request, cancellationToken).ConfigureAwait(false);
            return await RunAsync(now, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool ExistsAlready(Exception? problem)
        => problem is not null && (problem is EntityAlreadyExistsException || ExistsAlready(problem.InnerException));

    private async Task<EcsRole> RunAsync(EcsRolePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var details = (Details)plan.Details;
        var journal = new CompletedSteps($"Role {plan.RoleName}", plan.Steps.Count, plan.Steps.Count == 0 ? null : progress);
        return await journal.RunAsync(async () =>
        {
            try
            {
                var role = details.Role?.Entity ?? await CreateAsync(details, journal, cancellationToken).ConfigureAwait(false);
                await CompleteAsync(details, journal, cancellationToken).ConfigureAwait(false);
                return Describe(details, role, journal.HasChanges);
            }
            catch (AmazonServiceException problem) when (AccessDenial.Find(problem) is { } denial)
            {
                throw NotAllowed(plan, details, journal.StepsDone, denial, problem);
            }
        }).ConfigureAwait(false);
    }

    private static IReadOnlyDictionary<string, string> NewTags(EcsRoleRequest request)
        => ResourceTags.With(
            request.Tags, [.. (request.CreatedTags ?? new Dictionary<string, string>()).Select(tag => (tag.Key, tag.Value)), (ResourceTags.Kind, "role")]);

    private static void Check(EcsRoleRequest request)
    {
        if (request.RoleName is { } name)
        {
            IamNameRules.CheckName(name, "Name", "an IAM role");
        }

        if (request.Family is { } family && !Regex.IsMatch(family, "^[A-Za-z0-9_-]{1,255}$", RegexOptions.CultureInvariant))
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidFamily, $"'{family}' cannot be a task definition family.",
                "Give the family alone, without its revision: letters, digits, - and _.", "Family", family);
        }

        IamNameRules.CheckPath(request.Path);
        IamNameRules.CheckTags(request.Tags);
        IamNameRules.CheckPolicyArn(request.PermissionsBoundary, "PermissionsBoundary");
        request.PolicyArns.ToList().ForEach(arn => IamNameRules.CheckPolicyArn(arn, "PolicyArn"));
        CheckArns(request.SecretArns, "SecretArn");
        CheckArns(new[] { request.ExecutionRoleArn }.OfType<string>(), "ExecutionRoleArn");
        CheckArns(new[] { request.TaskRoleArn }.OfType<string>(), "TaskRoleArn");
        CheckArns(new[] { request.DeadLetterArn }.OfType<string>(), "DeadLetterArn");
    }

    private static void CheckArns(IEnumerable<string> arns, string parameter)
    {
        foreach (var arn in arns.Where(arn => !arn.StartsWith("arn:", StringComparison.Ordinal)))
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidArn, $"'{arn}' is not an ARN (-{parameter}).",
                "Give the whole ARN: it begins with arn:.", parameter, arn);
        }
    }

    private async Task EnsurePoliciesExistAsync(List<string> arns, CancellationToken cancellationToken)
    {
        foreach (var arn in arns)
        {
            // If the caller may not look, attaching the policy shows whether it exists.
            var exists = await _connection.UnlessDeniedAsync(
                async () => await new ScopedPolicies(_connection).FindAsync(arn, cancellationToken).ConfigureAwait(false) is not null,
                true,
                leftOut: null).ConfigureAwait(false);
            if (!exists)
            {
                throw new EcsToolsException(
                    ErrorCodes.PolicyNotFound, $"There is no policy {arn}.",
                    "Check -PolicyArn: not every policy of AWS exists in every partition.", "PolicyArn", arn);
            }
        }
    }

    private static Dictionary<string, string> MissingInline(EcsRoleDefinition definition, IReadOnlyDictionary<string, string>? there)
    {
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var policy in definition.Inline)
        {
            var now = there is not null && there.TryGetValue(policy.Key, out var document) ? document : null;
            var wanted = now is null ? policy.Value.ToJsonString() : IamPolicyDocument.Join(now, policy.Value);
            if (now is null || !IamPolicyDocument.Same(now, wanted))
            {
                missing[policy.Key] = wanted;
            }
        }

        return missing;
    }

    private static List<EcsPlanStep> Steps(Details details)
    {
        var (name, service) = (details.Definition.Name, details.Definition.Service);
        EcsPlanStep Update(string description) => EcsPlanStep.Of(EcsPlanAction.Update, "Role", name, description);
        var steps = new List<EcsPlanStep>();
        if (details.Role is null)
        {
            steps.Add(EcsPlanStep.Of(EcsPlanAction.Create, "Role", name, $"create role {name}, trusted to {service}"));
        }
        else
        {
            steps.AddRange(details.Trust is null ? [] : [Update($"trust {service}")]);
            steps.AddRange(ResourceTags.Missing(details.Role.Entity.Tags, details.Tags).Select(tag => Update($"set tag {tag.Key}={tag.Value}")));
        }

        steps.AddRange(details.Attach.Select(arn => Update("attach " + AwsPartition.NameIn(arn))));
        steps.AddRange(details.Inline.Keys.Select(policy => Update("put inline policy " + policy)));
        return steps;
    }

    private async Task<Role> CreateAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        var request = new CreateRoleRequest
        {
            RoleName = details.Definition.Name,
            Path = details.Request.Path,
            AssumeRolePolicyDocument = details.Definition.Trust.ToJsonString(),
            Description = $"{details.Request.Kind} role made by EcsTools",
            PermissionsBoundary = details.Request.PermissionsBoundary,
            Tags = ResourceTags.Missing(null, details.Tags),
        };
        Task<CreateRoleResponse> SendAsync() => _connection.Iam.CreateRoleAsync(request, cancellationToken);
        var created = request.PermissionsBoundary is not null
            ? await SendAsync().ConfigureAwait(false)
            : await _connection.OrIfDeniedAsync(
                SendAsync,
                async () =>
                {
                    // A deployer may create roles only with the boundary.
                    var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
                    request.PermissionsBoundary = ScopedPolicies.Arn(_connection.Region, accountId, ScopedPolicies.BoundaryName);
                    return await SendAsync().ConfigureAwait(false);
                },
                leftOut: null).ConfigureAwait(false);
        journal.Done($"role {details.Definition.Name} created");
        return created.Role;
    }

    private async Task CompleteAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        var (iam, name, isNew) = (_connection.Iam, details.Definition.Name, details.Role is null);
        if (details.Trust is { } trust)
        {
            await iam.UpdateAssumeRolePolicyAsync(
                new UpdateAssumeRolePolicyRequest { RoleName = name, PolicyDocument = trust }, cancellationToken).ConfigureAwait(false);
            journal.Done($"{details.Definition.Service} trusted");
        }

        var tags = isNew ? new List<Tag>() : ResourceTags.Missing(details.Role!.Entity.Tags, details.Tags);
        if (tags.Count > 0)
        {
            await iam.TagRoleAsync(new TagRoleRequest { RoleName = name, Tags = tags }, cancellationToken).ConfigureAwait(false);
            tags.ForEach(tag => journal.Done($"tag {tag.Key} set"));
        }

        foreach (var arn in details.Attach)
        {
            await IamCalls.RetryUntilConsistentAsync(
                _connection.Clock,
                isNew,
                () => iam.AttachRolePolicyAsync(new AttachRolePolicyRequest { RoleName = name, PolicyArn = arn }, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            journal.Done($"{AwsPartition.NameIn(arn)} attached");
        }

        foreach (var policy in details.Inline)
        {
            await IamCalls.RetryUntilConsistentAsync(
                _connection.Clock,
                isNew,
                () => iam.PutRolePolicyAsync(
                    new PutRolePolicyRequest { RoleName = name, PolicyName = policy.Key, PolicyDocument = policy.Value },
                    cancellationToken),
                cancellationToken).ConfigureAwait(false);
            journal.Done($"inline policy {policy.Key} put");
        }
    }

    private static EcsRole Describe(Details details, Role role, bool changed) => new()
    {
        RoleName = role.RoleName,
        RoleArn = role.Arn,
        Kind = details.Request.Kind.ToString(),
        Path = role.Path,
        TrustedService = details.Definition.Service,
        PolicyArns = (details.Role?.PolicyArns ?? Array.Empty<string>()).Union(details.Definition.PolicyArns).ToList(),
        InlinePolicies = details.Definition.Inline.Keys.OrderBy(policy => policy, StringComparer.Ordinal).ToList(),
        CreatedAt = IamCalls.Time(role.CreateDate),
        Change = details.Role is null ? ChangeStatus.Created : changed ? ChangeStatus.Updated : ChangeStatus.Unchanged,
    };

    private static EcsToolsException NotAllowed(EcsRolePlan plan, Details details, int stepsDone, AccessDenial denial, Exception problem) => new(
        ErrorCodes.RoleNotAllowed,
        $"These credentials are not allowed to {plan.Steps[Math.Min(stepsDone, plan.Steps.Count - 1)].Description}: {problem.Message}",
        $"Ask an administrator to run 'Initialize-EcsRole {details.Request.Kind} -Name {plan.RoleName}' once"
            + (details.Role is null ? "" : $" (the role exists, but it still needs: {string.Join("; ", plan.Steps.Select(step => step.Description))})")
            + (DeployerPermissions.CommandFor(denial) is { } command ? $". To let a deployer of EcsTools do it: {command}" : "."),
        "Name",
        plan.RoleName,
        problem);
}
