using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>
/// The image of the container that owns the network of a task. The containers of a task share it as they share an ENI on Fargate, and it
/// must outlive any of them. No registry may be reachable, so the image is made here: one program that sleeps for ever.
/// </summary>
internal static class PauseImage
{
    public const string Name = "ecstools-pause:1";

    private const ushort MachineX64 = 62;

    private const ushort MachineArm64 = 183;

    private static readonly byte[] LoopX64 =
    [
        0xb8, 0x22, 0x00, 0x00, 0x00, // mov eax, 34 (pause)
        0x0f, 0x05, //                   syscall
        0xeb, 0xf7, //                   jmp to the start
    ];

    private static readonly uint[] LoopArm64 =
    [
        0xd2800000, // mov x0, #0
        0xd2800001, // mov x1, #0
        0xd2800002, // mov x2, #0
        0xd2800003, // mov x3, #0
        0xd2800004, // mov x4, #0
        0xd2800928, // mov x8, #73 (ppoll of nothing, without an end)
        0xd4000001, // svc #0
        0x17fffff9, // b to the start
    ];

    /// <summary>Creates the image if the engine does not have it.</summary>
    public static async Task EnsureAsync(IDockerClient docker, string architecture, CancellationToken cancellationToken)
    {
        try
        {
            await docker.Images.InspectImageAsync(Name, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (DockerImageNotFoundException)
        {
            // The first task on this engine.
        }

        using var tar = new MemoryStream();
        TarFile.Write(tar, "pause", Executable(architecture is "aarch64" or "arm64"));
        tar.Position = 0;
        var parameters = new ImagesCreateParameters { Repo = "ecstools-pause", Tag = "1", Changes = ["ENTRYPOINT [\"/pause\"]"] };
        parameters.FromSrc = "-";
        await docker.Images.CreateImageAsync(parameters, tar, null, new Progress<JSONMessage>(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A static ELF program: its header, one segment that holds all of it, and the loop.</summary>
    public static byte[] Executable(bool arm64)
    {
        const int headers = 64 + 56;
        const ulong address = 0x400000;
        var code = arm64 ? LoopArm64.SelectMany(BitConverter.GetBytes).ToArray() : LoopX64;
        using var memory = new MemoryStream();
        using var elf = new BinaryWriter(memory);
        elf.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        elf.Write((ushort)2); // an executable
        elf.Write(arm64 ? MachineArm64 : MachineX64);
        elf.Write(1u);
        elf.Write(address + headers); // where it begins
        elf.Write(64ul); // the segment's header follows this one
        elf.Write(0ul);
        elf.Write(0u);
        elf.Write((ushort)64);
        elf.Write((ushort)56);
        elf.Write((ushort)1);
        elf.Write((ushort)64);
        elf.Write(0u);
        elf.Write(1u); // load
        elf.Write(5u); // readable, executable
        elf.Write(0ul);
        elf.Write(address);
        elf.Write(address);
        elf.Write((ulong)(headers + code.Length));
        elf.Write((ulong)(headers + code.Length));
        elf.Write(0x10000ul);
        elf.Write(code);
        elf.Flush();
        return memory.ToArray();
    }
}
