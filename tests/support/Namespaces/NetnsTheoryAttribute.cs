using System.Runtime.CompilerServices;
using Xunit;

namespace ScopeMesh.Tests.Support.Namespaces;

/// <summary>The same as <see cref="NetnsFactAttribute"/> for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetnsTheoryAttribute : TheoryAttribute
{
    public NetnsTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (NetworkNamespaces.AreSkipped)
            Skip = NetworkNamespaces.WhySkipped;
    }
}
