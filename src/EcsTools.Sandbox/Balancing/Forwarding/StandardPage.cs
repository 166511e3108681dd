using System.Text;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>The pages with which a balancer answers by itself.</summary>
internal static class StandardPage
{
    public static string Reason(int status) => status switch
    {
        405 => "Not Allowed",
        408 => "Request Time-out",
        464 => "Incompatible Protocol",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        _ => HttpReason.Of(status),
    };

    public static byte[] Of(int status)
    {
        var title = $"{status} {Reason(status)}";
        return Encoding.ASCII.GetBytes(
            $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n");
    }
}
