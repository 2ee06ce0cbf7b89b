using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Who takes connections in HBONE. A pod does unless it or its Namespace stays out, or it is on the host's network; what is
/// no pod does where it says so.
/// </summary>
/// <param name="objects">The cluster's objects.</param>
internal sealed class Enrolment(ClusterObjects objects)
{
    private const string OutOfTheMesh = "none";
    private const string Enabled = "enabled";
    private const string HttpTunnel = "http";

    /// <summary>Whether a workload speaks HBONE by itself.</summary>
    public static bool IsNative(LocatedMap labels) => labels[WellKnown.TunnelLabel] == HttpTunnel;

    /// <summary>Whether something that is no pod takes HBONE.</summary>
    public static bool OfEntry(LocatedMap labels, LocatedMap annotations) => IsNative(labels) || IsRedirected(annotations);

    /// <summary>Whether a pod takes HBONE.</summary>
    public bool OfPod(PodDraft draft)
    {
        if (OfEntry(draft.Written, draft.Annotations))
            return true;
        var own = draft.Written[WellKnown.DataplaneModeLabel];
        var mode = string.IsNullOrEmpty(own)
            ? objects.Namespaces[draft.Name.Namespace]?.Meta.Labels[WellKnown.DataplaneModeLabel]
            : own;
        return mode != OutOfTheMesh && !draft.Spec.HostNetwork;
    }

    private static bool IsRedirected(LocatedMap annotations) => annotations[WellKnown.RedirectionAnnotation] == Enabled;
}
