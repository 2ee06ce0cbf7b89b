namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>Tests that share the proving ground, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProvingCollection : ICollectionFixture<ProvingGround>
{
    public const string Name = "Proving ground";
}
