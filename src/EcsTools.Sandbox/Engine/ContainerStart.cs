using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

internal sealed record ContainerStart(
    TaskPlan Task,
    ContainerPlan Container,
    ContainerImage Image,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    Action<string> Line);
