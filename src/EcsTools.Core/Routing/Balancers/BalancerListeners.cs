using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsTools.Routing.Balancers;

/// <summary>Plans the listeners of a load balancer: one for the requests, and with a certificate one that redirects to it.</summary>
internal sealed class BalancerListeners(AwsConnection connection, BalancerState state)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;
    private const int NotFound = 404;

    // The policy that AWS recommends for new listeners: TLS 1.3 and 1.2.
    private const string DefaultPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

    private readonly List<ChangeStep> _steps = [];
    private readonly List<string> _warnings = [];

    /// <summary>Warnings about listeners that stay as they are.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The ports that the requested listeners have.</summary>
    public static IReadOnlyList<int> Ports(LoadBalancerRequest request, FargateLoadBalancer? current)
    {
        if (request.Certificates is not null)
        {
            var port = request.Port ?? HttpsPort;
            return request.NoRedirect || port == HttpPort ? [port] : [port, HttpPort];
        }

        return request.Port is { } given ? [given] : current?.Listeners is { Count: > 0 } listeners ? [listeners[0].ListenerPort] : [HttpPort];
    }

    /// <summary>The steps to the requested listeners.</summary>
    /// <param name="request">The request.</param>
    /// <param name="certificates">ARNs of the certificates.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<ChangeStep>> StepsAsync(
        LoadBalancerRequest request, IReadOnlyList<string> certificates, CancellationToken cancellationToken)
    {
        var listeners = state.Exists ? await connection.ListenersAsync(state.Arn, cancellationToken).ConfigureAwait(false) : [];
        var ports = Ports(request, state.Current);
        Listener? At(int port) => listeners.FirstOrDefault(listener => listener.Port == port);
        await PlanAsync(request, At(ports[0]), ports[0], certificates, cancellationToken).ConfigureAwait(false);
        if (ports.Count > 1)
        {
            await PlanRedirectAsync(At(ports[1]), ports[1], ports[0], cancellationToken).ConfigureAwait(false);
        }

        return _steps;
    }

    /// <summary>The answer to a request without a route.</summary>
    public static Action Answer(int status) => new()
    {
        Type = ActionTypeEnum.FixedResponse,
        FixedResponseConfig = new FixedResponseActionConfig
        {
            StatusCode = status.ToString(CultureInfo.InvariantCulture),
            ContentType = "text/plain",
            MessageBody = "No route of this load balancer fits the request.\n",
        },
    };

    private async Task PlanAsync(
        LoadBalancerRequest request, Listener? current, int port, IReadOnlyList<string> certificates, CancellationToken cancellationToken)
    {
        var protocol = certificates.Count > 0 ? "HTTPS" : "HTTP";
        if (current is null)
        {
            Create(port, protocol, Answer(request.DefaultStatusCode ?? NotFound), certificates, request.SslPolicy);
            return;
        }

        if (certificates.Count > 0 && current.Protocol?.Value != protocol)
        {
            throw new EcsToolsException(
                ErrorCodes.ListenerProtocolDiffers,
                $"Port {port} of load balancer '{request.LoadBalancer}' is {current.Protocol?.Value}, and -Certificate needs HTTPS.",
                "Choose another port for HTTPS with -Port, such as -Port 443.",
                "Port",
                port);
        }

        if (certificates.Count > 0)
        {
            await PlanCertificatesAsync(current, port, certificates, cancellationToken).ConfigureAwait(false);
        }

        if (request.SslPolicy is { } policy && policy != current.SslPolicy)
        {
            Modify(current, $"listeners[{port}].sslPolicy", current.SslPolicy, policy, listener => listener.SslPolicy = policy);
        }

        PlanAnswer(request, current, port);
    }

    private void PlanAnswer(LoadBalancerRequest request, Listener current, int port)
    {
        if (request.DefaultStatusCode is not { } status)
        {
            return;
        }

        var action = ActionText.Last(current.DefaultActions);
        if (action?.Type?.Value != "fixed-response")
        {
            _warnings.Add($"-DefaultStatusCode {status} has no effect: a request to port {port} without another route {ActionText.Describe(action)}. To change "
                + $"that: Remove-FargateRoute -LoadBalancer {request.LoadBalancer} -ListenerPort {port} -Default");
        }
        else if (action.FixedResponseConfig?.StatusCode != status.ToString(CultureInfo.InvariantCulture))
        {
            Modify(
                current,
                $"listeners[{port}].default",
                ActionText.Describe(action),
                ActionText.Describe(Answer(status)),
                listener => listener.DefaultActions = [Answer(status)]);
        }
    }

    private async Task PlanRedirectAsync(Listener? current, int port, int https, CancellationToken cancellationToken)
    {
        var redirect = new Action
        {
            Type = ActionTypeEnum.Redirect,
            RedirectConfig = new RedirectActionConfig
            {
                Protocol = "HTTPS",
                Port = https.ToString(CultureInfo.InvariantCulture),
                Host = "#{host}",
                Path = "/#{path}",
                Query = "#{query}",
                StatusCode = RedirectActionStatusCodeEnum.HTTP_301,
            },
        };
        if (current is null)
        {
            Create(port, "HTTP", redirect, [], null);
            return;
        }

        var action = ActionText.Last(current.DefaultActions);
        if (ActionText.Describe(action) == ActionText.Describe(redirect))
        {
            return;
        }

        if (action?.Type?.Value == "forward")
        {
            _warnings.Add($"Port {port} still serves requests without TLS, because its default route {ActionText.Describe(action)}. To redirect them: "
                + $"Add-FargateRoute -ListenerPort {port} -Default -RedirectTo https://#{{host}}");
            return;
        }

        var (from, to) = (ActionText.Describe(action), ActionText.Describe(redirect));
        Modify(current, $"listeners[{port}].default", from, to, listener => listener.DefaultActions = [redirect]);
        var rules = await connection.RulesAsync(current.ListenerArn, cancellationToken).ConfigureAwait(false);
        if (rules.Count(rule => rule.IsDefault != true) is > 0 and var count)
        {
            _warnings.Add($"Port {port} has {count} routes that still answer without TLS. Add them to port {https} with "
                + $"Add-FargateRoute -ListenerPort {https}, and remove them from port {port} with Remove-FargateRoute.");
        }
    }

    private async Task PlanCertificatesAsync(Listener current, int port, IReadOnlyList<string> certificates, CancellationToken cancellationToken)
    {
        var there = await connection.LoadBalancing.DescribeListenerCertificatesAsync(
            new DescribeListenerCertificatesRequest { ListenerArn = current.ListenerArn }, cancellationToken).ConfigureAwait(false);
        var known = (there.Certificates ?? []).Concat(current.Certificates ?? []).Select(certificate => certificate.CertificateArn).ToList();
        var missing = certificates.Except(known, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            _steps.Add(new ChangeStep(
                missing.Select(arn => new FieldChange($"listeners[{port}].certificates", null, arn)).ToList(),
                () => $"certificates of port {port} added",
                cancel => connection.LoadBalancing.AddListenerCertificatesAsync(
                    new AddListenerCertificatesRequest
                    {
                        ListenerArn = current.ListenerArn,
                        Certificates = missing.Select(arn => new Certificate { CertificateArn = arn }).ToList(),
                    },
                    cancel)));
        }
    }

    private void Create(int port, string protocol, Action action, IReadOnlyList<string> certificates, string? policy)
    {
        var secure = certificates.Count == 0 ? "" : $" with {certificates[0]}";
        _steps.Add(new ChangeStep(
            new FieldChange($"listeners[{port}]", null, $"{protocol}{secure}, {ActionText.Describe(action)} by default"),
            $"listener of port {port} created",
            async cancel =>
            {
                var created = await connection.LoadBalancing.CreateListenerAsync(
                    new CreateListenerRequest
                    {
                        LoadBalancerArn = state.Arn,
                        Port = port,
                        Protocol = protocol,
                        DefaultActions = [action],
                        Certificates = certificates.Count == 0 ? null : [new Certificate { CertificateArn = certificates[0] }],
                        SslPolicy = certificates.Count == 0 ? null : policy ?? DefaultPolicy,
                    },
                    cancel).ConfigureAwait(false);

                // A listener is created with its default certificate only.
                if (certificates.Count > 1)
                {
                    await connection.LoadBalancing.AddListenerCertificatesAsync(
                        new AddListenerCertificatesRequest
                        {
                            ListenerArn = created.Listeners[0].ListenerArn,
                            Certificates = certificates.Skip(1).Select(arn => new Certificate { CertificateArn = arn }).ToList(),
                        },
                        cancel).ConfigureAwait(false);
                }
            }));
    }

    private void Modify(Listener listener, string field, string? from, string to, System.Action<ModifyListenerRequest> change)
        => _steps.Add(new ChangeStep(new FieldChange(field, from, to), $"listener of port {listener.Port} changed", cancel =>
        {
            var request = new ModifyListenerRequest { ListenerArn = listener.ListenerArn };
            change(request);
            return connection.LoadBalancing.ModifyListenerAsync(request, cancel);
        }));
}
