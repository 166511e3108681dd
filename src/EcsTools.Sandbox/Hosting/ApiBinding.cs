using System;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Protocol.Model;
using EcsTools.Sandbox.Protocol.Wire;
using EcsTools.Sandbox.Services;

namespace EcsTools.Sandbox.Hosting;

/// <summary>A service with its model and what it speaks. The model is read at the first request for it.</summary>
internal sealed class ApiBinding
{
    private readonly Lazy<ServiceModel> _model;
    private readonly Lazy<WireProtocol> _protocol;

    public ApiBinding(SandboxService service)
    {
        Service = service;
        Manners = ServiceManners.Of(service.Package);
        _model = new Lazy<ServiceModel>(() => ServiceModel.Load(service.Package));
        _protocol = new Lazy<WireProtocol>(() => WireProtocol.Of(Model));
    }

    public SandboxService Service { get; }

    public ServiceManners Manners { get; }

    public ServiceModel Model => _model.Value;

    public WireProtocol Protocol => _protocol.Value;
}
