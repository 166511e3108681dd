using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using EcsTools.Campaigns.Mutations;
using EcsTools.Profiles;

namespace EcsTools.Campaigns.Readers;

/// <summary>The shared AWS files: profiles are listed and looked for, and a profile is written and taken out.</summary>
internal sealed class AwsProfileReader : IForeignReader
{
    private const string Credentials = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG\n\n[deploy]\naws_access_key_id=AKIA2\naws_secret_access_key=s2\naws_session_token =\n t1\n";
    private const string Config = "# comment\r\n[default]\r\nregion = eu-west-1\r\n[profile deploy]\r\nrole_arn = arn:aws:iam::123456789012:role/x\r\nsource_profile = default\r\n[profile 'a b']\r\nsso_session = s\r\n[sso-session s]\r\nsso_start_url = https://x\r\ns3 =\r\n  max = 1\r\n";

    private static readonly string[] Lines =
    {
        "[", "]", "[]", "[ ]", "[profile ]", "[profile  '']", "[profile \"x]", "[default", "[DEFAULT]", "=", "= x", ":", "key", " deeper = 1", "\tx", "region", "region =",
        "region = \u00ff", "region = ../..", "[sso-session]", "[sso-session ]", "\u00ef\u00bb\u00bf[x]", "\0", "aws_access_key_id", new string('x', 5000), "[profile default]", ";c", "#",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-campaign-").FullName;

    public string Name => "aws-profile";

    public bool IsInner => false;

    public Action Prepare(Random random)
    {
        var paths = new SharedProfilePaths(Path.Combine(_folder, "credentials"), Path.Combine(_folder, "config"));
        File.WriteAllBytes(paths.CredentialsPath, Mutate(Credentials, random));
        File.WriteAllBytes(paths.ConfigPath, Mutate(Config, random));
        var writes = random.Next(200) == 0;
        return () => Read(paths, writes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Mutate(string text, Random random)
    {
        if (random.Next(4) == 0)
        {
            return ByteMutations.Mutate(Encoding.Latin1.GetBytes(text), Encoding.Latin1.GetBytes(Config), random);
        }

        var lines = text.Split('\n').ToList();
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(4))
            {
                case 0:
                    lines.Insert(at, Lines[random.Next(Lines.Length)]);
                    break;
                case 1:
                    lines.Insert(at, lines[random.Next(lines.Count)]);
                    break;
                case 2 when lines.Count > 1:
                    lines.RemoveAt(at);
                    break;
                default:
                    lines[at] = new string(' ', random.Next(3)) + lines[at].Insert(random.Next(lines[at].Length + 1), " =[]:\r\t#'"[random.Next(9)].ToString());
                    break;
            }
        }

        return Encoding.Latin1.GetBytes(string.Join(random.Next(8) == 0 ? "\r" : "\n", lines));
    }

    private static void Read(SharedProfilePaths paths, bool writes)
    {
        var file = new SharedProfileFile(paths, SystemClock.Instance);
        foreach (var profile in file.List())
        {
            file.Read(profile.Name);
        }

        var store = new SharedProfileStore(paths);
        foreach (var name in store.Names().Append("deploy").ToList())
        {
            store.TryGetProfile(name, out _);
        }

        Edit(File.ReadAllBytes(paths.CredentialsPath));
        if (writes)
        {
            var before = $" Before: {File.ReadAllText(paths.CredentialsPath)}|{File.ReadAllText(paths.ConfigPath)}";
            var key = new AccessKeyPair("AKIANEW", "new/secret");
            file.WriteAsync("deploy", key, new ProfileSettings("eu-west-1"), force: true, CancellationToken.None).GetAwaiter().GetResult();
            Require(file.Read("deploy") is { Key.SecretAccessKey: "new/secret", Region: "eu-west-1" }, "A profile that was written is not read again." + before);
            file.RemoveAsync("deploy", ["AKIANEW"], CancellationToken.None).GetAwaiter().GetResult();
            Require(file.Read("deploy")?.Key is null, "A profile that was removed is still there." + before);
        }
    }

    private static void Edit(byte[] content)
    {
        var document = IniDocument.Parse(content);
        document.Set(section => section == "new", "new", [new KeyValuePair<string, string>("key", "value = x"), new KeyValuePair<string, string>("other", "")]);
        document = IniDocument.Parse(document.ToBytes());
        Require(document.Read(section => section == "new") is { } values && values["key"] == "value = x" && values["other"].Length == 0, "A setting that was written is not read again.");
        document.RemoveKeys(section => section == "new", key => key == "key");
        document.RemoveSection(section => section == "new");
        Require(IniDocument.Parse(document.ToBytes()).Read(section => section == "new") is null, "A section that was removed is still there.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
