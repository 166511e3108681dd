using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>Volumes of an engine.</summary>
public interface IVolumeOperations
{
    /// <summary>All volumes.</summary>
    Task<VolumesListResponse> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Volumes that pass the filters.</summary>
    Task<VolumesListResponse> ListAsync(VolumesListParameters? parameters, CancellationToken cancellationToken = default);

    /// <summary>Makes a volume.</summary>
    Task<VolumeResponse> CreateAsync(VolumesCreateParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>All about a volume.</summary>
    Task<VolumeResponse> InspectAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Removes a volume.</summary>
    Task RemoveAsync(string name, bool? force = null, CancellationToken cancellationToken = default);
}
