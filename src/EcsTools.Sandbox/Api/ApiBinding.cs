using System;
using EcsTools.Sandbox.Cloud;
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

    public WireProtocol Protocol => _protocol.Value;
}
