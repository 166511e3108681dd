using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Certificates;

/// <summary>Maps certificates to the members of the service model, and to the saved state.</summary>
internal static class CertificateJson
{
    public static JsonObject Summarize(Certificate certificate, DateTimeOffset now, bool isUsed)
    {
        var members = Common(certificate, now);
        members["SubjectAlternativeNameSummaries"] = certificate.DomainNames.ToJson();
        members["HasAdditionalSubjectAlternativeNames"] = false;
        members["InUse"] = isUsed;
        members["ExportOption"] = "DISABLED";
        if (certificate.IsIssued(now))
        {
            members["KeyUsages"] = new[] { "DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT" }.ToJson();
            members["ExtendedKeyUsages"] = new[] { "TLS_WEB_SERVER_AUTHENTICATION" }.ToJson();
        }

        return members;
    }

    public static JsonObject Describe(Certificate certificate, DateTimeOffset now, IReadOnlyList<string> users)
    {
        var members = Common(certificate, now);
        members["SubjectAlternativeNames"] = certificate.DomainNames.ToJson();
        members["DomainValidationOptions"] = certificate.DomainNames.Select(name => Validation(certificate, name, now)).ToJson();
        members["Subject"] = "CN=" + certificate.DomainNames[0];
        members["Issuer"] = "Amazon";
        members["SignatureAlgorithm"] = "SHA256WITHRSA";
        members["InUseBy"] = users.ToJson();
        members["Options"] = new JsonObject { ["CertificateTransparencyLoggingPreference"] = "ENABLED", ["Export"] = "DISABLED" };
        if (certificate.IsIssued(now))
        {
            members["Serial"] = certificate.Serial;
            members["KeyUsages"] = new[] { "DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT" }.Select(name => new JsonObject { ["Name"] = name }).ToJson();
            members["ExtendedKeyUsages"] = new[]
            {
                new JsonObject { ["Name"] = "TLS_WEB_SERVER_AUTHENTICATION", ["OID"] = "1.3.6.1.5.5.7.3.1" },
            }.ToJson();
        }

        return members;
    }

    public static JsonObject Save(Certificate certificate) => new()
    {
        ["arn"] = certificate.Arn,
        ["names"] = certificate.DomainNames.ToJson(),
        ["method"] = certificate.ValidationMethod,
        ["algorithm"] = certificate.KeyAlgorithm,
        ["token"] = certificate.Token,
        ["createdAt"] = certificate.CreatedAt.ToUnixTimeMilliseconds(),
        ["issuedFrom"] = certificate.IssuedFrom.ToUnixTimeMilliseconds(),
        ["tags"] = WriteTags(certificate),
    };

    public static Certificate Load(JsonObject saved)
    {
        var certificate = new Certificate
        {
            Arn = saved.Text("arn")!,
            DomainNames = saved.Texts("names"),
            ValidationMethod = saved.Text("method")!,
            KeyAlgorithm = saved.Text("algorithm")!,
            Token = saved.Text("token"),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(saved.Integer("createdAt")!.Value),
            IssuedFrom = DateTimeOffset.FromUnixTimeMilliseconds(saved.Integer("issuedFrom")!.Value),
        };
        foreach (var tag in saved.Objects("tags"))
        {
            certificate.Tags[tag.Text("Key")!] = tag.Text("Value");
        }

        return certificate;
    }

    public static JsonArray WriteTags(Certificate certificate)
        => certificate.Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToJson();

    private static JsonObject Common(Certificate certificate, DateTimeOffset now)
    {
        var members = new JsonObject
        {
            ["CertificateArn"] = certificate.Arn,
            ["DomainName"] = certificate.DomainNames[0],
            ["Status"] = certificate.IsIssued(now) ? "ISSUED" : "PENDING_VALIDATION",
            ["Type"] = "AMAZON_ISSUED",
            ["KeyAlgorithm"] = certificate.KeyAlgorithm,
            ["RenewalEligibility"] = "INELIGIBLE",
            ["CreatedAt"] = Seconds(certificate.CreatedAt),
        };
        if (certificate.IsIssued(now))
        {
            members["IssuedAt"] = Seconds(certificate.CreatedAt);
            members["NotBefore"] = Seconds(certificate.NotBefore);
            members["NotAfter"] = Seconds(certificate.NotAfter);
        }

        return members;
    }

    private static JsonObject Validation(Certificate certificate, string name, DateTimeOffset now)
    {
        var members = new JsonObject
        {
            ["DomainName"] = name,
            ["ValidationDomain"] = name,
            ["ValidationStatus"] = certificate.IsIssued(now) ? "SUCCESS" : "PENDING_VALIDATION",
            ["ValidationMethod"] = certificate.ValidationMethod,
        };
        if (certificate.ValidationMethod == "DNS")
        {
            members["ResourceRecord"] = new JsonObject
            {
                ["Name"] = $"_{Hash(certificate.Arn + name)}.{name.Replace("*.", "")}.",
                ["Type"] = "CNAME",
                ["Value"] = $"_{Hash(name + certificate.Arn)}.acm-validations.aws.",
            };
        }

        return members;
    }

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000d;

    private static string Hash(string text)
    {
        using var hash = SHA256.Create();
        var bytes = hash.ComputeHash(Encoding.UTF8.GetBytes(text)).Take(16);
        return string.Concat(bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
