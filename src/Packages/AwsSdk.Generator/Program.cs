using System;
using System.IO;
using System.Text.Json;
using AwsSdk.Generator;
using AwsSdk.Generator.Emit;
using AwsSdk.Generator.Trim;

try
{
    var arguments = Arguments.Parse(args);
    switch (arguments.Verb)
    {
        case "trim":
            Trimmer.Run(
                arguments.Required("model"),
                arguments.Required("out"),
                arguments.List("operations"),
                arguments.Optional("rules"),
                arguments.Optional("protocol"));
            return 0;
        case "emit":
            Emitter.Run(arguments.Required("service"), arguments.Required("out"));
            return 0;
        default:
            throw new UsageException($"Unknown verb '{arguments.Verb}'.");
    }
}
catch (Exception e) when (e is UsageException or ModelException or IOException or JsonException)
{
    // The form MSBuild reads as an error of the build.
    Console.Error.WriteLine($"AwsSdk.Generator : error AWSGEN : {e.Message}");
    return 1;
}
