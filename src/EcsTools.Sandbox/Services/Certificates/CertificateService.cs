using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Certificates;

/// <summary>AWS Certificate Manager: certificates that are requested, and issued a moment later.</summary>
internal sealed class CertificateService : SandboxService, ITaggedResources
{
    private const int MostNames = 10;
    private const int PageSize = 100;

    /// <summary>On AWS this takes minutes after the proof that the domain is the caller's.</summary>
    private static readonly TimeSpan Issuance = TimeSpan.FromSeconds(5);

    private static readonly Regex ArnPattern = new("^arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$", RegexOptions.CultureInvariant);

    private readonly object _gate = new();
    private readonly Dictionary<string, Certificate> _certificates = new(StringComparer.Ordinal);

    public CertificateService(SandboxCloud cloud)
        : base("AWSSDK.CertificateManager", cloud)
    {
        Serve("RequestCertificate", Request);
        Serve("ListCertificates", List);
        Serve("DescribeCertificate", Describe);
        Serve("DeleteCertificate", Delete);
        Serve("ListTagsForCertificate", ListTags);
    }

    /// <summary>The certificate with this ARN, or null.</summary>
    public Certificate? Find(string arn)
    {
        lock (_gate)
        {
            return _certificates.TryGetValue(arn, out var found) ? found : null;
        }
    }

    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_gate)
        {
            return _certificates.Values
                .Select(certificate => new TaggedResource(
                    certificate.Arn, certificate.Tags.Select(tag => new KeyValuePair<string, string>(tag.Key, tag.Value ?? "")).ToList()))
                .ToList();
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return _certificates.Values.Select(CertificateJson.Save).ToJson();
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            foreach (var certificate in state.AsArray().Select(item => CertificateJson.Load(item!.AsObject())))
            {
                _certificates[certificate.Arn] = certificate;
            }
        }
    }

    private JsonObject Request(SandboxCall call)
    {
        var input = call.Input;
        var names = new[] { input.Text("DomainName")! }.Concat(input.Texts("SubjectAlternativeNames")).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > MostNames)
        {
            throw new AwsError("LimitExceededException", $"The maximum number of domain names in a certificate is {MostNames}.");
        }

        if (input["CertificateAuthorityArn"] is not null)
        {
            throw new AwsError("InvalidParameterException", "The sandbox has no private certificate authorities.");
        }

        lock (_gate)
        {
            var token = input.Text("IdempotencyToken");
            var certificate = _certificates.Values.FirstOrDefault(
                known => token is not null && known.Token == token && known.DomainNames.SequenceEqual(names));
            if (certificate is null)
            {
                certificate = New(input, names, token);
                _certificates[certificate.Arn] = certificate;
                Cloud.NoteChange(this);
            }

            return new JsonObject { ["CertificateArn"] = certificate.Arn };
        }
    }

    private Certificate New(JsonObject input, IReadOnlyList<string> names, string? token)
    {
        var certificate = new Certificate
        {
            Arn = Cloud.Arn("acm", "certificate/" + Guid.NewGuid()),
            DomainNames = names,
            ValidationMethod = input.Text("ValidationMethod") ?? "EMAIL",
            KeyAlgorithm = input.Text("KeyAlgorithm") ?? "RSA_2048",
            Token = token,
            CreatedAt = Cloud.Clock.UtcNow,
            IssuedFrom = Cloud.ScaledClock.UtcNow + Issuance,
        };
        foreach (var tag in input.Objects("Tags"))
        {
            certificate.Tags[tag.Text("Key")!] = tag.Text("Value");
        }

        return certificate;
    }

    private JsonObject List(SandboxCall call)
    {
        var input = call.Input;
        var (statuses, now) = (input.Texts("CertificateStatuses"), Cloud.ScaledClock.UtcNow);

        // Without a filter only certificates with 2048-bit RSA keys are listed.
        var types = input.Object("Includes")?.Texts("keyTypes") is { Count: > 0 } given ? given : ["RSA_1024", "RSA_2048"];
        List<Certificate> all;
        lock (_gate)
        {
            all = _certificates.Values
                .Where(certificate => types.Contains(certificate.KeyAlgorithm))
                .Where(certificate => statuses.Count == 0 || statuses.Contains(certificate.IsIssued(now) ? "ISSUED" : "PENDING_VALIDATION"))
                .OrderBy(certificate => certificate.CreatedAt)
                .ToList();
        }

        if (input.Text("SortOrder") == "DESCENDING")
        {
            all.Reverse();
        }

        var (page, next) = Paging.Page(
            all,
            certificate => certificate.Arn,
            input.Text("NextToken"),
            (int)(input.Integer("MaxItems") ?? PageSize),
            () => new AwsError("ValidationException", "The NextToken value is invalid."));
        var answer = new JsonObject
        {
            ["CertificateSummaryList"] = page
                .Select(certificate => CertificateJson.Summarize(certificate, now, UsersOf(certificate.Arn).Count > 0))
                .ToJson(),
        };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return answer;
    }

    private JsonObject Describe(SandboxCall call)
    {
        var certificate = Require(call.Input);
        return new JsonObject
        {
            ["Certificate"] = CertificateJson.Describe(certificate, Cloud.ScaledClock.UtcNow, UsersOf(certificate.Arn)),
        };
    }

    private JsonObject Delete(SandboxCall call)
    {
        var certificate = Require(call.Input);
        if (UsersOf(certificate.Arn).Count > 0)
        {
            throw new AwsError(
                "ResourceInUseException", $"Certificate {certificate.Arn} in account {SandboxCloud.AccountId} is in use.");
        }

        lock (_gate)
        {
            _certificates.Remove(certificate.Arn);
        }

        Cloud.NoteChange(this);
        return [];
    }

    private JsonObject ListTags(SandboxCall call) => new() { ["Tags"] = CertificateJson.WriteTags(Require(call.Input)) };

    private Certificate Require(JsonObject input)
    {
        var arn = input.Text("CertificateArn")!;
        return !ArnPattern.IsMatch(arn)
            ? throw new AwsError("InvalidArnException", $"The ARN {arn} is not the ARN of a certificate.")
            : Find(arn) ?? throw new AwsError("ResourceNotFoundException", $"Could not find certificate {arn}.");
    }

    private List<string> UsersOf(string arn) => Cloud.Services.OfType<ICertificateUse>().SelectMany(use => use.UsersOf(arn)).ToList();
}
