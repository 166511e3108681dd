using System.Threading.Tasks;
using EcsTools.Models;

namespace EcsTools.Formatting;

/// <summary>Where Watch-FargateService shows what it reads.</summary>
internal interface IServiceStatusDisplay
{
    /// <summary>Shows the newest status of a service. Several services are shown at the same time.</summary>
    /// <param name="place">Number of the service, from 0.</param>
    /// <param name="status">Its status. It may be the same as the one before.</param>
    Task ShowAsync(int place, FargateServiceStatus status);
}
