using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CertificateManager.Model;
using EcsTools.Aws;

namespace EcsTools.Routing.Balancers;

/// <summary>Finds certificates in AWS Certificate Manager (ACM).</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class Certificates(AwsConnection connection)
{
    // ACM lists only RSA certificates of 1024 and 2048 bits unless a call asks for others. Load balancers use all of these.
    private static readonly string[] KeyTypes =
        ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"];

    /// <summary>The ARN of a certificate that is valid for a domain name. An ARN is returned as it is.</summary>
    /// <param name="certificate">ARN or domain name.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">No certificate that ACM has issued is for this domain.</exception>
    public async Task<string> RequireAsync(string certificate, CancellationToken cancellationToken)
    {
        if (AwsArn.Is(certificate))
        {
            return certificate;
        }

        var all = await ListAsync(cancellationToken).ConfigureAwait(false);
        var fitting = all.Where(summary => NamesOf(summary).Any(name => Covers(name, certificate))).ToList();
        var usable = fitting
            .Where(summary => summary.Status?.Value == "ISSUED")
            .OrderByDescending(summary => NamesOf(summary).Contains(certificate, StringComparer.OrdinalIgnoreCase))
            .ThenByDescending(summary => summary.NotAfter ?? DateTime.MinValue)
            .FirstOrDefault();
        return usable?.CertificateArn ?? throw Missing(certificate, all, fitting);
    }

    /// <summary>The domain names of all certificates, each with the ARN.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> NamesAsync(CancellationToken cancellationToken)
        => (await ListAsync(cancellationToken).ConfigureAwait(false))
            .Where(summary => summary.Status?.Value == "ISSUED")
            .SelectMany(summary => NamesOf(summary).Select(name => new KeyValuePair<string, string>(name, summary.CertificateArn)))
            .ToList();

    /// <summary>Whether a name of a certificate is for a domain. <c>*.example.com</c> is for one more label, not for example.com itself.</summary>
    internal static bool Covers(string name, string domain)
    {
        if (string.Equals(name, domain, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var dot = domain.IndexOf('.');
        return name.StartsWith("*.", StringComparison.Ordinal) && dot > 0
            && string.Equals(name.Substring(1), domain.Substring(dot), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> NamesOf(CertificateSummary summary)
        => new[] { summary.DomainName }.Concat(summary.SubjectAlternativeNameSummaries ?? [])
            .Where(name => !string.IsNullOrEmpty(name)).Distinct(StringComparer.OrdinalIgnoreCase);

    private async Task<List<CertificateSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<CertificateSummary>();
        var request = new ListCertificatesRequest
        {
            CertificateStatuses = ["ISSUED", "PENDING_VALIDATION"],
            Includes = new Filters { KeyTypes = [.. KeyTypes] },
        };
        do
        {
            var page = await connection.Certificates.ListCertificatesAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.CertificateSummaryList ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }

    private EcsToolsException Missing(string domain, List<CertificateSummary> all, List<CertificateSummary> pending)
    {
        var names = all.Where(summary => summary.Status?.Value == "ISSUED").SelectMany(NamesOf).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return pending.Count > 0
            ? new EcsToolsException(
                ErrorCodes.CertificateNotIssued,
                $"The certificate for '{domain}' in ACM is not issued yet: the domain must be validated first ({pending[0].CertificateArn}).",
                $"Create the DNS records that ACM shows (aws acm describe-certificate --certificate-arn {pending[0].CertificateArn}), and "
                    + "run the command again.",
                "Certificate",
                domain)
            : new EcsToolsException(
                ErrorCodes.CertificateNotFound,
                $"ACM has no certificate for '{domain}' in {connection.Region}.",
                NearestNames.Suggest(domain, names, names.Count == 0 ? "It has none." : $"It has certificates for {string.Join(", ", names.Take(5))}.")
                    + $" Request one: aws acm request-certificate --domain-name {domain} --validation-method DNS",
                "Certificate",
                domain);
    }
}
