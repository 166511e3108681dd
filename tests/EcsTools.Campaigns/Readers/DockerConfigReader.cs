using System;
using System.Text;
using EcsTools.Campaigns.Mutations;
using EcsTools.Images.Credentials;

namespace EcsTools.Campaigns.Readers;

/// <summary>Docker's config.json: a credential is looked for, stored and taken out, and what is written is read again.</summary>
internal sealed class DockerConfigReader : IForeignReader
{
    private const string Registry = "registry.example.com";

    private static readonly byte[][] Files = Array.ConvertAll(
        [
            """{"auths":{"registry.example.com":{"auth":"dXNlcjpwYXNz"},"https://index.docker.io/v1/":{"auth":"dXNlcjpwYXNz","identitytoken":"t"}},"HttpHeaders":{"X":"y"}}""",
            """{"credsStore":"pass","credHelpers":{"registry.example.com":"ecr-login","other":""},"auths":{"registry.example.com":{}}}""",
            """{"auths":{"https://registry.example.com/v2/":{"auth":"dXNlcjpwYXNz","email":"e"}},"plugins":{"p":{"k":"v"}},"detachKeys":"ctrl-a"}""",
        ],
        Encoding.ASCII.GetBytes);

    public string Name => "docker-config";

    public bool IsInner => false;

    public Action Prepare(Random random)
    {
        var content = JsonMutations.Mutate(Files[random.Next(Files.Length)], Files[0], random);
        return () => Read(content);
    }

    public void Dispose()
    {
    }

    private static void Read(byte[] content)
    {
        var key = DockerConfigJson.KeyOf(Registry);
        var config = DockerConfigJson.Parse(content, "config.json");
        _ = config.SaysNothing;
        config.HelperOf(key);
        config.Find(key, Registry);
        config.Find(DockerConfigJson.KeyOf("docker.io"), "docker.io");
        config.Announce(key, null);
        config.Store(key, new RegistryCredential { Registry = Registry, UserName = "u", Password = "p" }, pin: true);
        var written = DockerConfigJson.Parse(config.ToBytes(), "config.json");
        if (written.Find(key, Registry) is not { UserName: "u", Password: "p" })
        {
            throw new InvalidOperationException("What was stored is not found again.");
        }

        written.Remove(key);
        DockerConfigJson.Parse(written.ToBytes(), "config.json");
    }
}
