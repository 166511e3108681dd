using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

namespace EcsTools.Campaigns.Fidelity.Wire;

/// <summary>An answer of any protocol.</summary>
internal sealed class ProbeAnswer
{
    private readonly JsonNode? _json;
    private readonly XElement? _xml;

    private ProbeAnswer(int status, string body, string? errorType)
    {
        Status = status;
        try
        {
            _json = body.StartsWith('{') ? JsonNode.Parse(body) : null;
            _xml = body.StartsWith('<') ? XDocument.Parse(body).Root : null;
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            Message = $"{e.Message} in {body}";
        }

        if (Status >= 400)
        {
            Code = Simple(errorType ?? (string?)_json?["__type"] ?? Xml("Code") ?? "");
            Message ??= (string?)_json?["message"] ?? (string?)_json?["Message"] ?? Xml("Message") ?? body;
        }

        Code ??= "";
        Message ??= "";
    }

    public int Status { get; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The error code; empty for a success.</summary>
    public string Code { get; }

    public string Message { get; }

    public static async Task<ProbeAnswer> ReadAsync(HttpResponseMessage response)
        => new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First() : null);

    /// <summary>The text at a path such as <c>tasks.0.taskArn</c>; of XML, the first element of the path's last name. Null where there is none.</summary>
    public string? Find(string path)
    {
        if (_xml is not null)
        {
            return Xml(path.Split('.')[^1]);
        }

        var node = _json;
        foreach (var step in path.Split('.'))
        {
            node = node switch
            {
                JsonArray array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) => array.ElementAtOrDefault(index),
                JsonArray array when step == "length" => array.Count,
                JsonObject members => members[step],
                _ => null,
            };
        }

        return node?.ToString();
    }

    public override string ToString() => IsSuccess ? "accepted" : $"{Status} {Code} \"{Message}\"";

    // "com.amazonaws.ecs#ClientException" and "ClientException:http://..." are both ClientException.
    private static string Simple(string type) => type.Split('#')[^1].Split(':')[0];

    private string? Xml(string name) => _xml?.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
