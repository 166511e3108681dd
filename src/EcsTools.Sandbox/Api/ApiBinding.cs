using System;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Protocol.Model;
using EcsTools.Sandbox.Protocol.Wire;

namespace EcsTools.Sandbox.Api;

/// <summary>A service with its model and its wire protocol. The model is read at the first request.</summary>
internal sealed class ApiBinding
{
    private readonly Lazy<ServiceModel> _model;
    private readonly Lazy<WireProtocol> _protocol;

    public ApiBinding(SandboxService service)
    {
        Service = service;
        Errors = ServiceErrorFormat.Of(service.Package);
        _model = new Lazy<ServiceModel>(() => ServiceModel.Load(service.Package));
        _protocol = new Lazy<WireProtocol>(() => WireProtocol.Of(Model));
    }

    public SandboxService Service { get; }

    public ServiceErrorFormat Errors { get; }

    public ServiceModel Model => _model.Value;

    /// <summary>The protocol of a request. CloudWatch has every operation in two: the SDK for .NET speaks Query, the AWS CLI JSON.</summary>
    public WireProtocol ProtocolOf(ApiRequest request)
        => Service.Package == "AWSSDK.CloudWatch" && request.Header("X-Amz-Target") is not null ? new AwsJsonProtocol() : _protocol.Value;
}
