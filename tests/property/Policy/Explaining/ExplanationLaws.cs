using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Explaining;

/// <summary>What an explanation says is so, and the change that it names does what it says.</summary>
public sealed class ExplanationLaws
{
    private const int Cases = 400;

    /// <summary>A mesh, one of its pods, and something that pods call: services by names of any length, addresses, and what is nothing.</summary>
    private static Gen<(Mesh Mesh, Workload Source, Destination Destination)> Questions { get; } =
        from mesh in ModelMeshes.All.Where(mesh => mesh.Clusters.Any(cluster => !cluster.Pods.IsEmpty))
        from source in Gen.Elements(mesh.Clusters.SelectMany(cluster => cluster.Pods).Select(pod => pod.Workload))
        from destination in Gen.Elements<Destination>([.. Destinations(mesh)])
        select (mesh, source, destination);

    [Fact]
    public void The_nearest_change_alters_the_answer_as_it_says()
    {
        var (found, asked) = (0, 0);
        Law.Holds(
            Questions,
            at =>
            {
                asked++;
                var view = MeshView.Of(at.Mesh);
                var explanation = ConnectionExplainer.Explain(view, at.Source, at.Destination);
                if (explanation.Nearest is not { } nearest)
                    return;

                found++;
                var changed = MeshView.Of(nearest.Apply(at.Mesh));
                var source = changed.Mesh.Find(at.Source.Cluster)!.Workloads.Single(workload => workload.Uid == at.Source.Uid);
                var after = Journeys.Of(changed, source, nearest.Outcome.Destination);
                Assert.Equal(Answer.Of(nearest.Outcome), Answer.Of(after));
                Assert.NotEqual(Answer.Of(explanation.Journey), Answer.Of(after));
                Assert.NotEmpty(nearest.Changes);
                if (explanation.Journey.Verdict != JourneyVerdict.Reached)
                    Assert.True(after.Verdict < explanation.Journey.Verdict);
                if (!nearest.IsOfQuestion)
                    Assert.Equal(at.Destination, nearest.Outcome.Destination);
            },
            Cases);
        Assert.True(found * 4 > asked * 3, $"a change was found for {found} of {asked} answers only");
    }

    [Fact]
    public void What_is_chosen_is_what_connections_take_and_what_lost_takes_none() =>
        Law.Holds(
            Questions,
            at =>
            {
                var explanation = ConnectionExplainer.Explain(MeshView.Of(at.Mesh), at.Source, at.Destination);
                var taken = explanation.Journey.Ways
                    .Where(way => way.Decision is not RouteDecision.Refused)
                    .Where(way => way.Decision is not RouteDecision.Plain { To: null } and not RouteDecision.Unresolved { Pattern: RouteDecision.Plain { To: null } })
                    .Select(way => (way.Tier, way.Part));
                Assert.Equal(
                    taken,
                    explanation.Candidates.Where(one => one.State != CandidateState.Lost).Select(one => (one.Tier, one.Part)));
                Assert.All(explanation.Candidates, one =>
                {
                    Assert.Equal(one.State == CandidateState.Chosen, one.Tier == 0);
                    Assert.Equal(one.State == CandidateState.Lost, one.Tier < 0);
                    Assert.NotEmpty(one.Why);
                });
            },
            Cases);

    [Fact]
    public void Policies_that_determine_decide_the_same_alone() =>
        Law.Holds(
            Questions,
            at =>
            {
                var view = MeshView.Of(at.Mesh);
                var explanation = ConnectionExplainer.Explain(view, at.Source, at.Destination);
                foreach (var (_, end, _) in explanation.Journey.Ends)
                {
                    var (where, decision) = end.Arrival switch
                    {
                        Arrival.Delivered delivered => (delivered.At, (AuthorizationDecision)delivered.By),
                        Arrival.Stopped { By: { } denied, At: { } stopped } => (stopped, denied),
                        _ => (null, null),
                    };
                    if (where is null)
                        continue;
                    var said = explanation.Policies.Where(policy => policy.Endpoint == where.Display && policy.Determines);
                    Assert.All(said, policy => Assert.Contains(policy.Policy.Key, decision!.By));
                    Assert.All(said, policy => Assert.Equal(decision is AuthorizationDecision.Denied { Why: DenyReason.NothingAllows }, !policy.Matches));
                }
            },
            Cases);

    [Fact]
    public void A_copy_is_seen_exactly_where_it_is_a_part_of_the_service() =>
        Law.Holds(
            Questions,
            at =>
            {
                var view = MeshView.Of(at.Mesh);
                var explanation = ConnectionExplainer.Explain(view, at.Source, at.Destination);
                foreach (var copy in explanation.Copies)
                {
                    if (copy.Import is { } import)
                        Assert.True(!copy.IsSeen || (copy.Export.IsShared && import.IsShared));
                    Assert.InRange(copy.Ready, 0, copy.Members);
                }

                if (explanation.Service is null)
                    Assert.DoesNotContain(explanation.Copies, copy => copy.IsSeen && at.Destination is Destination.Named);
            },
            Cases);

    [Fact]
    public void Every_question_is_explained_in_words() =>
        Law.Holds(
            Questions,
            at =>
            {
                var explanation = ConnectionExplainer.Explain(MeshView.Of(at.Mesh), at.Source, at.Destination);
                var text = ConnectionExplanationText.Render(explanation, all: true);
                Assert.StartsWith($"{at.Source.Display} to {at.Destination}: ", text, StringComparison.Ordinal);
                Assert.Contains("to change it", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Workload {", text, StringComparison.Ordinal);
            },
            Cases);

    private static IEnumerable<Destination> Destinations(Mesh mesh)
    {
        var services = mesh.Clusters.SelectMany(cluster => cluster.Services).ToArray();
        foreach (var service in services)
        {
            var port = service.Ports.IsEmpty ? 80 : service.Ports[0].ServicePort;
            yield return new Destination.Named($"{service.Name.Name}.{service.Name.Namespace}", port);
            yield return new Destination.Named(service.Hostname, port + 1);
            foreach (var address in service.Addresses)
                yield return new Destination.Addressed(new System.Net.IPEndPoint(address, port));
        }

        foreach (var pod in mesh.Clusters.SelectMany(cluster => cluster.Pods).Where(pod => !pod.Workload.Addresses.IsEmpty))
            yield return new Destination.Addressed(new System.Net.IPEndPoint(pod.Workload.Addresses[0], 8080));
        yield return new Destination.Named("nothing.nowhere", 80);
        yield return new Destination.Addressed(System.Net.IPEndPoint.Parse("198.51.100.7:443"));
    }
}
