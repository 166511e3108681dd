using System;
using System.Net.Http;
using System.Text;
using EcsTools.Campaigns.Mutations;
using EcsTools.Images.Registry;

namespace EcsTools.Campaigns.Readers;

/// <summary>A registry's challenge, the realm that it names, and the answer of a token server.</summary>
internal sealed class TokenReader : IForeignReader
{
    private static readonly byte[] Answer = """{"token":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln","access_token":"abc","expires_in":300}"""u8.ToArray();
    private static readonly byte[] Challenge = "Bearer realm=\"https://auth.example.com/token?a=1\",service=\"registry.example.com\",scope=\"repository:web:pull\""u8.ToArray();

    public string Name => "token";

    public bool IsInner => true;

    public Action Prepare(Random random)
    {
        if (random.Next(2) == 0)
        {
            var answer = JsonMutations.Mutate(Answer, Challenge, random);
            return () => TokenServer.ReadToken(answer);
        }

        var challenge = Encoding.Latin1.GetString(ByteMutations.Mutate(Challenge, Answer, random));
        return () => ReadChallenge(challenge);
    }

    public void Dispose()
    {
    }

    private static void ReadChallenge(string text)
    {
        using var answer = new HttpResponseMessage(System.Net.HttpStatusCode.Unauthorized);
        answer.Headers.TryAddWithoutValidation("WWW-Authenticate", text);
        if (AuthenticationChallenge.Parse(answer)?["realm"] is { } realm && Uri.TryCreate(realm, UriKind.Absolute, out var address) && address.Host.Length > 0)
        {
            var isTrusted = TokenRealm.IsTrusted(address, new RegistryAddress("registry.example.com"));
            if (isTrusted && (address.Scheme != "https" || !("." + address.Host).EndsWith(".example.com", StringComparison.Ordinal)))
            {
                throw new InvalidOperationException($"The password would go to {address}.");
            }
        }
    }
}
