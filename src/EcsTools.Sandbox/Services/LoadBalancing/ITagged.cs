namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>A resource that can have tags.</summary>
internal interface ITagged
{
    string Arn { get; }

    ResourceTags Tags { get; }
}
