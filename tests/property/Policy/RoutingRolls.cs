using FsCheck;
using FsCheck.Fluent;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>Chance for decisions.</summary>
internal static class RoutingRolls
{
    public static Gen<ulong> All { get; } =
        from high in Gen.Choose(0, int.MaxValue - 1)
        from low in Gen.Choose(0, int.MaxValue - 1)
        select ((ulong)high << 33) | (uint)low;
}
