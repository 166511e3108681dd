using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Docker.DotNet.Wire;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>A line of progress of a build, pull, push or load.</summary>
public class JSONMessage
{
    [JsonPropertyName("stream")]
    public string Stream { get; set; }

    [JsonPropertyName("status")]
    public string Status { get; set; }

    [JsonPropertyName("progressDetail")]
    public JSONProgress Progress { get; set; }

    [JsonPropertyName("progress")]
    public string ProgressMessage { get; set; }

    [JsonPropertyName("id")]
    public string ID { get; set; }

    [JsonPropertyName("from")]
    public string From { get; set; }

    [JsonPropertyName("time")]
    public DateTime Time { get; set; }

    [JsonPropertyName("timeNano")]
    public long TimeNano { get; set; }

    [JsonPropertyName("errorDetail")]
    public JSONError Error { get; set; }

    [JsonPropertyName("error")]
    public string ErrorMessage { get; set; }

    [JsonPropertyName("aux")]
    public ObjectExtensionData Aux { get; set; }
}

/// <summary>How far a layer is, in bytes.</summary>
public class JSONProgress
{
    [JsonPropertyName("current")]
    public long Current { get; set; }

    [JsonPropertyName("total")]
    public long Total { get; set; }

    [JsonPropertyName("start")]
    public long Start { get; set; }

    [JsonPropertyName("hidecounts")]
    public bool HideCounts { get; set; }

    [JsonPropertyName("units")]
    public string Units { get; set; }

    public long winSize { get; set; }
}

/// <summary>Why an operation failed after it began to answer.</summary>
public class JSONError
{
    [JsonPropertyName("code")]
    public long Code { get; set; }

    [JsonPropertyName("message")]
    public string Message { get; set; }
}

/// <summary>An object of no fixed shape.</summary>
public class ObjectExtensionData
{
    public IDictionary<string, object> ExtensionData { get; set; }
}

/// <summary>Something that happened on the engine.</summary>
public class Message
{
    [JsonPropertyName("status")]
    public string Status { get; set; }

    [JsonPropertyName("id")]
    public string ID { get; set; }

    [JsonPropertyName("from")]
    public string From { get; set; }

    public string Type { get; set; }

    public string Action { get; set; }

    public Actor Actor { get; set; }

    [JsonPropertyName("scope")]
    public string Scope { get; set; }

    [JsonPropertyName("time")]
    public long Time { get; set; }

    [JsonPropertyName("timeNano")]
    public long TimeNano { get; set; }
}

/// <summary>To what it happened.</summary>
public class Actor
{
    public string ID { get; set; }

    public IDictionary<string, string> Attributes { get; set; }
}

/// <summary>Which events to report.</summary>
public class ContainerEventsParameters
{
    [Query("since")]
    public string Since { get; set; }

    [Query("until")]
    public string Until { get; set; }

    [Query("filters")]
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}
