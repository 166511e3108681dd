using System.Collections.Generic;
using System.Text;

namespace EcsTools.Images.Oci;

/// <summary>The keys under which an engine keeps layers.</summary>
internal static class LayerChain
{
    /// <summary>
    /// The chain id of each layer: a digest over it and all layers below it. Source: the OCI image specification, "Layer ChainID".
    /// </summary>
    /// <param name="diffIds">The diff ids of an image, the lowest layer first.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> diffIds)
    {
        var chains = new List<string>();
        foreach (var diffId in diffIds)
        {
            chains.Add(chains.Count == 0 ? diffId : Sha256Digest.Compute(Encoding.ASCII.GetBytes(chains[chains.Count - 1] + " " + diffId)));
        }

        return chains;
    }
}
