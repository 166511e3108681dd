using System.Collections.Generic;

namespace EcsTools.Sandbox.Protocol;

/// <summary>An API answer, ready to be sent.</summary>
internal sealed record ApiResponse(int Status, byte[] Body, string ContentType, IReadOnlyDictionary<string, string> Headers);
