using System;
using System.Collections.Generic;

// Types that use others in ways that are easy to overlook, each in a folder of its own.
namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.Called
{
    internal static class Callee
    {
        public static int Answer() => 42;
    }
}

namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.Named
{
    internal sealed record Named;
}

namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.Argument
{
    internal sealed record Argument;
}

namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.Thrown
{
    internal sealed class Problem : Exception;
}

namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.OnlyInALambda
{
    internal static class User
    {
        public static Func<int> Get() => () => Called.Callee.Answer();
    }
}

namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.OnlyInASignature
{
    internal interface IUser
    {
        void Take(Named.Named[] named);
    }
}

namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.OnlyAsAGenericArgument
{
    internal static class User
    {
        public static object Make() => new Dictionary<string, List<Argument.Argument>>();
    }
}

namespace EcsTools.Tests.Architecture.NamespaceEdgesSample.OnlyCaught
{
    internal static class User
    {
        public static bool Fails(Action action)
        {
            try
            {
                action();
                return false;
            }
            catch (Thrown.Problem)
            {
                return true;
            }
        }
    }
}
