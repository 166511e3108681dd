using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Campaigns.Fidelity.Models;
using EcsTools.Campaigns.Fidelity.Wire;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>One run of a set on one server.</summary>
internal sealed class ProbeRun(SignedSender sender)
{
    private const int MostTries = 200;

    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProbeAnswer> _valid = new(StringComparer.Ordinal);

    /// <summary>The answers to the probes; a call that prepares them and fails is a wrong answer, too.</summary>
    public async Task<IReadOnlyList<ProbeResult>> RunAsync(ProbeSet set)
    {
        var results = new List<ProbeResult>();
        _taken["account"] = (await SendAsync("sts", "GetCallerIdentity", "{}")).Find("Account") ?? "missing";
        foreach (var step in set.Steps)
        {
            switch (step)
            {
                case ProbeStep.Check check:
                    results.Add(await CheckAsync(check.Probe));
                    break;
                case ProbeStep.Preparation given when await PrepareAsync(given) is { } failure:
                    results.Add(failure);
                    break;
                case ProbeStep.Wait wait when await WaitAsync(wait) is { } failure:
                    results.Add(failure);
                    break;
            }
        }

        return results;
    }

    private async Task<ProbeResult> CheckAsync(Probe probe)
    {
        var body = Fill(probe.Body.ToJsonString());
        var answer = await SendAsync(probe.Service, probe.Operation, body);
        probe = probe with { Expected = probe.Expected.Filled(Fill) };
        var isRight = probe.Expected.IsMetBy(answer);
        if (isRight && probe.Valid is { } valid && IsSame(await ValidAnswerAsync(probe, valid), answer))
        {
            return new ProbeResult(probe, body, $"what the valid request {valid.ToJsonString()} gets too: {answer}", false);
        }

        return new ProbeResult(probe, body, probe.Expected is Expectation.Answered answered && answer.IsSuccess
            ? $"accepted, with {answered.Path} = {answer.Find(answered.Path) ?? "nothing"}" : answer.ToString(), isRight) { Code = answer.Code };
    }

    private async Task<ProbeAnswer> ValidAnswerAsync(Probe probe, JsonObject valid)
    {
        var key = probe.Operation + valid.ToJsonString();
        if (!_valid.TryGetValue(key, out var answer))
        {
            _valid[key] = answer = await SendAsync(probe.Service, probe.Operation, Fill(valid.ToJsonString()));
        }

        return answer;
    }

    private static bool IsSame(ProbeAnswer valid, ProbeAnswer broken) => valid.Code == broken.Code && valid.Message == broken.Message;

    private async Task<ProbeResult?> PrepareAsync(ProbeStep.Preparation given)
    {
        var body = Fill(given.Body.ToJsonString());
        var answer = await SendAsync(given.Service, given.Operation, body);
        var missing = "";
        foreach (var (name, path) in given.Takes)
        {
            var value = answer.Find(path);
            missing += answer.IsSuccess && value is null ? $" without {path}" : "";
            _taken[name] = value ?? "missing";
        }

        return answer.IsSuccess && missing.Length == 0
            ? null
            : new ProbeResult(Preparation(given.Service, given.Operation, given.Body), body, answer + missing, false);
    }

    private async Task<ProbeResult?> WaitAsync(ProbeStep.Wait wait)
    {
        var body = Fill(wait.Body.ToJsonString());
        ProbeAnswer? answer = null;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            answer = await SendAsync(wait.Service, wait.Operation, body);
            if (answer.IsSuccess && answer.Find(wait.Path) == wait.Value)
            {
                return null;
            }

            await Task.Delay(50);
        }

        return new ProbeResult(Preparation(wait.Service, wait.Operation, wait.Body), body, $"{wait.Path} is never {wait.Value}; at last: {answer}", false);
    }

    private static Probe Preparation(string service, string operation, JsonObject body)
        => new(service, operation, "what other probes need", body, new Expectation.Accepted());

    private string Fill(string text)
    {
        foreach (var (name, value) in _taken)
        {
            text = text.Replace("${" + name + "}", value, StringComparison.Ordinal);
        }

        return text;
    }

    private Task<ProbeAnswer> SendAsync(string service, string operation, string body)
        => sender.SendAsync(RequestWriter.Write(ServiceDescription.All[service], operation, JsonNode.Parse(body)!.AsObject()));
}
