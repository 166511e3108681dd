using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EcsTools.Aws;

namespace EcsTools.Routing.Balancers;

/// <summary>Checks a request for a load balancer before any call. Limits: CreateLoadBalancer in the Elastic Load Balancing API reference.</summary>
internal static class LoadBalancerChecks
{
    private const int MaximumName = 32;

    private static readonly string[] AddressTypes = ["ipv4", "dualstack", "dualstack-without-public-ipv4"];

    public static void Request(LoadBalancerRequest request)
    {
        Name(request.LoadBalancer, "Name");
        EcsNameRules.Tags(request.Tags);
        Within(request.Port, 1, 65535, "Port", "");
        Within(request.IdleTimeout?.TotalSeconds, 1, 4000, "IdleTimeout", "seconds");
        StatusCode(request.DefaultStatusCode, "DefaultStatusCode");
        AccessLog.Check(request.AccessLogBucket);
        if (request.IpAddressType is { } type && !AddressTypes.Contains(type, StringComparer.Ordinal))
        {
            throw Wrong("IpAddressType", type, "is not a type of addresses.", string.Join(" or ", AddressTypes));
        }

        if (request.AllowFrom is not null && request.SecurityGroups is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.AllowFromWithSecurityGroup,
                $"-AllowFrom {string.Join(", ", request.AllowFrom)} cannot be used with -SecurityGroup: EcsTools does not change the rules of your own groups.",
                "Leave out -SecurityGroup to have a group created, or leave out -AllowFrom and change the rules of your group.",
                "AllowFrom",
                request.AllowFrom[0]);
        }

        if (request.Certificates is null && (request.SslPolicy is not null || request.NoRedirect))
        {
            var parameter = request.SslPolicy is null ? "NoRedirect" : "SslPolicy";
            throw new EcsToolsException(
                ErrorCodes.CertificateMissing,
                $"-{parameter} {request.SslPolicy}".TrimEnd() + " applies to HTTPS, but there is no -Certificate.",
                $"Add -Certificate with a domain name or an ARN, or leave out -{parameter}.",
                parameter,
                request.SslPolicy);
        }

        foreach (var range in request.AllowFrom ?? [])
        {
            Range(range);
        }
    }

    /// <summary>Checks the name of a load balancer or a target group: both have the same rules.</summary>
    public static void Name(string name, string parameter)
    {
        if (!Regex.IsMatch(name, "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$", RegexOptions.CultureInvariant) || name.Length > MaximumName
            || name.StartsWith("internal-", StringComparison.Ordinal))
        {
            var clean = Regex.Replace(name, "[^A-Za-z0-9]+", "-").Trim('-');
            clean = clean.StartsWith("internal-", StringComparison.Ordinal) ? clean.Substring("internal-".Length) : clean;
            clean = clean.Length == 0 ? "web" : clean.Substring(0, Math.Min(MaximumName, clean.Length)).Trim('-');
            throw new EcsToolsException(
                ErrorCode.InvalidValue(parameter),
                $"-{parameter} '{UntrustedText.Sanitize(name)}' must have 1 to {MaximumName} letters, digits and hyphens, no hyphen at its ends, and "
                    + "must not begin with internal-.",
                $"Use -{parameter} {clean}.",
                parameter,
                name);
        }
    }

    public static void StatusCode(int? code, string parameter)
    {
        if (code is not (null or (>= 200 and <= 299) or (>= 400 and <= 599)))
        {
            throw Wrong(parameter, code, "is not a status that a load balancer can answer: 200 to 299 or 400 to 599.", "404");
        }
    }

    public static void Within(double? value, double minimum, double maximum, string parameter, string unit)
    {
        if (value < minimum || value > maximum)
        {
            throw Wrong(
                parameter,
                value,
                FormattableString.Invariant($"is outside the range that AWS allows: {minimum} to {maximum} {unit}").TrimEnd() + ".",
                (value < minimum ? minimum : maximum).ToString(CultureInfo.InvariantCulture) + (unit == "seconds" ? "s" : ""));
        }
    }

    /// <summary>An address range in the form that EC2 stores: the address alone means only that address.</summary>
    public static string Range(string text)
    {
        var parts = text.Trim().Split('/');
        if (parts.Length <= 2 && IPAddress.TryParse(parts[0], out var address))
        {
            var bits = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
            var isDotted = bits == 128 || parts[0].Split('.').Length == 4;
            var length = bits;
            if (isDotted && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length)) && length <= bits)
            {
                return FormattableString.Invariant($"{Network(address, length)}/{length}");
            }
        }

        throw Wrong("AllowFrom", text, "is not a range of addresses.", "203.0.113.0/24 (a network), 203.0.113.7 (one address) or 0.0.0.0/0 (everyone)");
    }

    public static EcsToolsException Wrong(string parameter, object? value, string problem, string instead)
        => new(
            ErrorCode.InvalidValue(parameter),
            FormattableString.Invariant($"-{parameter} {value} {problem}"),
            $"Use -{parameter} {instead}.",
            parameter,
            value);

    /// <summary>EC2 stores 10.0.0.7/8 as 10.0.0.0/8.</summary>
    private static IPAddress Network(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }
}
