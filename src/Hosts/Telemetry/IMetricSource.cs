namespace ScopeMesh.Hosts.Telemetry;

/// <summary>Something that counts, and is written with all else at <c>/metrics</c>. Families belong to one source each.</summary>
internal interface IMetricSource
{
    /// <summary>Writes its families as they are now; called on any thread.</summary>
    void Write(MetricsText text);
}

/// <summary>How sources come into a host.</summary>
internal static class MetricSources
{
    /// <summary>Adds something that counts.</summary>
    public static IServiceCollection AddMetrics<T>(this IServiceCollection services)
        where T : class, IMetricSource =>
        services.AddSingleton<T>().AddSingleton<IMetricSource>(provider => provider.GetRequiredService<T>());
}
