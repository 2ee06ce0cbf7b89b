using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;

namespace ScopeMesh.Tests.Golden;

/// <summary>Who reaches what, a group of clients and a group of services a line.</summary>
internal static class ReachRendering
{
    public static IEnumerable<string> Of(Mesh mesh)
    {
        var survey = ReachSurvey.Of(MeshView.Of(mesh), ReachQuestion.All);
        var matrix = FoldedMatrix.Of(survey.Matrix(survey.Rows()));
        return
            from clients in Enumerable.Range(0, matrix.ClientGroups.Count)
            from services in Enumerable.Range(0, matrix.ServiceGroups.Count)
            let cell = matrix[clients, services]
            let callers = string.Join(", ", matrix.ClientGroups[clients].Select(client => matrix.Clients[client]))
            let called = string.Join(", ", matrix.ServiceGroups[services].Select(service => matrix.Services[service]))
            select $"{callers} -> {called}: {cell.Verdict.ToString().ToLowerInvariant()}: {cell}";
    }
}
