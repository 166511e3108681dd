using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Protocol.Model;
using EcsTools.Sandbox.Protocol.Wire;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Api;

/// <summary>Handles every API request: finds the service, checks signature, permissions and input, and calls the operation.</summary>
internal sealed class ApiRequestHandler
{
    /// <summary>No service of AWS has this code: nobody's program can take it for an answer of AWS.</summary>
    private const string DiskFull = "SandboxDiskFull";

    private readonly IamService _iam;
    private readonly FaultInjector _faults;
    private readonly RateLimits? _rates;
    private readonly RequestAuthorizer _authorizer;
    private readonly ApiBinding[] _bindings;

    /// <param name="cloud">The services.</param>
    /// <param name="faults">Injects faults.</param>
    /// <param name="rates">The limits of the calls, or null for none.</param>
    public ApiRequestHandler(SandboxCloud cloud, FaultInjector faults, RateLimits? rates)
    {
        _iam = cloud.Service<IamService>();
        _faults = faults;
        _rates = rates;
        _authorizer = new RequestAuthorizer(cloud);
        _bindings = cloud.Services.Select(service => new ApiBinding(service)).ToArray();
    }

    public async Task HandleAsync(SandboxHttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        var request = new ApiRequest(context.Method, context.RawPath, context.RawQuery, context.Headers, Array.Empty<byte>());
        var signature = SignatureV4.Find(request);
        if (context.ContentLength != 0 && (signature is null || _iam.FindKey(signature.AccessKeyId) is not null))
        {
            // Whoever has no key is refused without the body, which may be large.
            request = request with { Body = await context.ReadBodyAsync(LongestBody(signature)).ConfigureAwait(false) };
        }

        var binding = FindBinding(request, signature);
        if (binding is null)
        {
            await SendAsync(context, UnknownService.Answer(request, signature, requestId)).ConfigureAwait(false);
            return;
        }

        var protocol = binding.ProtocolOf(request);
        Operation? operation = null;
        ApiResponse response;
        context.AnswerToFailure = failure =>
        {
            var answer = protocol.WriteError(binding.Model, operation, Failed(binding, operation, failure), requestId);
            AddHeaders(context, answer);
            return (answer.Status, answer.Body, answer.ContentType);
        };
        try
        {
            var principal = signature is null ? null : Authenticate(protocol, request, signature);
            request = request with { Body = BodyOf(protocol, request, LongestBody(signature)) };
            operation = protocol.FindOperation(binding.Model, request);
            if (principal is null && !operation.IsUnsigned)
            {
                throw protocol.MissingSignature();
            }

            if (await _faults.StrikesAsync(context, binding.Errors, operation).ConfigureAwait(false))
            {
                return;
            }

            _rates?.Take(binding, operation.Name);
            var output = await CallAsync(binding, protocol, operation, request, requestId, principal, context).ConfigureAwait(false);
            response = protocol.WriteOutput(binding.Model, operation, output, requestId);
        }
        catch (AwsError error)
        {
            response = protocol.WriteError(binding.Model, operation, error, requestId);
        }
        catch (Exception e) when (e is not OperationCanceledException and not HttpRefusal && (e is not IOException || StorageFailure.IsDiskFull(e)))
        {
            response = protocol.WriteError(binding.Model, operation, Failed(binding, operation, e), requestId);
        }

        await SendAsync(context, response).ConfigureAwait(false);
    }

    /// <summary>
    /// The longest body of a service, in bytes: a part of a layer in base64 for ECR, a batch of events for Logs. Without a signature, that is a web identity
    /// token with a policy.
    /// </summary>
    private static long LongestBody(SignatureV4? signature) => signature?.Service switch
    {
        null => 128 * 1024,
        "ecr" => 28 << 20,
        "logs" => 4 << 20,
        _ => 1 << 20,
    };

    /// <summary>The body, decompressed. The signature is of the compressed one.</summary>
    private static byte[] BodyOf(WireProtocol protocol, ApiRequest request, long limit)
    {
        try
        {
            return GzipBody.Read(request, limit);
        }
        catch (InvalidDataException)
        {
            throw protocol.MalformedBody("The body is not gzip, which its Content-Encoding says.");
        }
    }

    /// <summary>The error for what is no fault of the request.</summary>
    private static AwsError Failed(ApiBinding binding, Operation? operation, Exception problem)
        => StorageFailure.IsDiskFull(problem)
            ? new AwsError(DiskFull, StorageFailure.Message(problem), StorageFailure.Status)
            : binding.Errors.Fail($"The sandbox failed in {operation?.Name}: {problem.GetType().Name}: {problem.Message}");

    private static void AddHeaders(SandboxHttpContext context, ApiResponse response)
    {
        foreach (var header in response.Headers)
        {
            context.ResponseHeaders[header.Key] = header.Value;
        }
    }

    private static Task SendAsync(SandboxHttpContext context, ApiResponse response)
    {
        AddHeaders(context, response);
        return context.RespondAsync(response.Status, response.Body, response.ContentType);
    }

    private async Task<JsonObject> CallAsync(
        ApiBinding binding,
        WireProtocol protocol,
        Operation operation,
        ApiRequest request,
        string requestId,
        SandboxPrincipal? principal,
        SandboxHttpContext context)
    {
        var input = protocol.ReadInput(binding.Model, operation, request);
        if (principal is not null)
        {
            _authorizer.Require(protocol, principal, binding.Model.SigningName, operation.Name, input);
        }

        if (operation.Input is { } shape)
        {
            var violations = ModelCheck.Check(shape, input);
            if (violations.Count > 0)
            {
                throw binding.Errors.Refuse(binding.Service.Package, operation.Name, violations);
            }
        }

        if (!binding.Service.Operations.TryGetValue(operation.Name, out var handler))
        {
            throw protocol.NotServed(binding.Model, operation.Name);
        }

        var caller = principal ?? new SandboxPrincipal(SandboxCloud.AccountId, "", "", "");
        return await handler(new SandboxCall(operation.Name, input, requestId, caller, context.CancellationToken)).ConfigureAwait(false);
    }

    private ApiBinding? FindBinding(ApiRequest request, SignatureV4? signature)
    {
        if (signature is not null)
        {
            return _bindings.FirstOrDefault(binding => binding.Model.SigningName == signature.Service);
        }

        if (request.Header("X-Amz-Target") is { } target)
        {
            return _bindings.FirstOrDefault(
                binding => binding.Model.TargetPrefix is { } prefix && target.StartsWith(prefix + ".", StringComparison.Ordinal));
        }

        var version = FormProtocol.Form(request).Child("Version")?.Value;
        return _bindings.FirstOrDefault(binding => binding.Model.Protocol is "query" or "ec2" && binding.Model.ApiVersion == version);
    }

    private SandboxPrincipal Authenticate(WireProtocol protocol, ApiRequest request, SignatureV4 signature)
    {
        if (_iam.FindKey(signature.AccessKeyId) is not { } key || key.SessionToken != SignatureV4.SessionToken(request))
        {
            throw protocol.UnknownKey();
        }

        if (!signature.IsOf(request, key.Secret))
        {
            throw protocol.WrongSignature();
        }

        if (signature.TimeProblem(request, SandboxClock.MachineNow) is { } problem)
        {
            throw protocol.WrongTime(problem);
        }

        if (key.Expires <= SandboxClock.MachineNow)
        {
            throw protocol.ExpiredToken();
        }

        _iam.NoteUse(key.Id, signature.Service, signature.Region);
        return key.Principal with { Region = signature.Region };
    }
}
