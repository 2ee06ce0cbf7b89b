using System.Runtime.CompilerServices;
using Xunit;

namespace ScopeMesh.Tests.Support.Namespaces;

/// <summary>
/// A test that needs network namespaces of its own (<see cref="NetworkNamespaces"/>). Where they cannot be made it fails
/// with the reason; where <c>SCOPEMESH_SKIP_NETNS=1</c> says that they are not wanted it counts as skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetnsFactAttribute : FactAttribute
{
    public NetnsFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (NetworkNamespaces.AreSkipped)
            Skip = NetworkNamespaces.WhySkipped;
    }
}
