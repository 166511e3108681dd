namespace EcsTools.Campaigns.Fidelity;

/// <summary>How a server answered a probe.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="Sent">Its body as it was sent.</param>
/// <param name="Got">What the server answered, in words.</param>
/// <param name="IsRight">Whether AWS answers so.</param>
internal sealed record ProbeResult(Probe Probe, string Sent, string Got, bool IsRight)
{
    /// <summary>The error code; empty for a success.</summary>
    public string Code { get; init; } = "";

    private const int MostShown = 600;

    public override string ToString() => $"{Probe}\n    sent: {Short(Sent)}\n    expected: {Probe.Expected}\n    got: {Short(Got)}";

    private static string Short(string text) => text.Length <= MostShown ? text : text[..MostShown] + "…";
}
