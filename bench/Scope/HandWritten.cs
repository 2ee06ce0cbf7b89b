// Written by `eng/bench.sh ifs`.
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Scope;

internal static class HandWritten
{
    public static ScopeDecision Decide1(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("env", out var nopt_in0) && (nopt_in0 == "prod" || nopt_in0 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in0) && sopt_in0 == "true")
            return new(ScopeLang.Scope.Global, "opt-in", ScopeReason.RuleMatched);
        return default;
    }

    public static ScopeDecision Decide10(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("data-residency", out var nresident_20) && nresident_20 == "zone-2")
            return new(ScopeLang.Scope.Local, "resident-2", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_51) && spinned_51 == "team-5")
            return new(ScopeLang.Scope.Local, "pinned-5", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_80) && ndev_80 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_80) && sdev_80 == "app-8")
            return new(ScopeLang.Scope.Local, "dev-8", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_00) && (nopt_in_00 == "prod" || nopt_in_00 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_00) && sopt_in_00 == "true" && service.TryGetValue("team", out var sopt_in_01) && sopt_in_01 == "team-0")
            return new(ScopeLang.Scope.Global, "opt-in-0", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_10) && nnamespace_10 == "ns-1" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-1", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_30) && sapp_30 == "app-3")
            return new(ScopeLang.Scope.Global, "app-3", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_40) && ntier_40 == "team-4" && service.TryGetValue("tier", out var stier_40) && (stier_40 == "api" || stier_40 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-4", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_60) && nexposed_60 == "prod" && ns.TryGetValue("team", out var nexposed_61) && nexposed_61 == "team-6" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-6", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_70) && (sapps_70 == "app-7" || sapps_70 == "app-8"))
            return new(ScopeLang.Scope.Global, "apps-7", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_90) && slabelled_90 == "app-9" && service.TryGetValue("istio.io/global", out var slabelled_91) && slabelled_91 == "true")
            return new(ScopeLang.Scope.Global, "labelled-9", ScopeReason.RuleMatched);
        return default;
    }

    public static ScopeDecision Decide1000(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("data-residency", out var nresident_20) && nresident_20 == "zone-2")
            return new(ScopeLang.Scope.Local, "resident-2", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_51) && spinned_51 == "team-5")
            return new(ScopeLang.Scope.Local, "pinned-5", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_80) && ndev_80 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_80) && sdev_80 == "app-8")
            return new(ScopeLang.Scope.Local, "dev-8", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_120) && nresident_120 == "zone-12")
            return new(ScopeLang.Scope.Local, "resident-12", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_151) && spinned_151 == "team-15")
            return new(ScopeLang.Scope.Local, "pinned-15", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_180) && ndev_180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_180) && sdev_180 == "app-18")
            return new(ScopeLang.Scope.Local, "dev-18", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_220) && nresident_220 == "zone-22")
            return new(ScopeLang.Scope.Local, "resident-22", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_251) && spinned_251 == "team-25")
            return new(ScopeLang.Scope.Local, "pinned-25", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_280) && ndev_280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_280) && sdev_280 == "app-28")
            return new(ScopeLang.Scope.Local, "dev-28", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_320) && nresident_320 == "zone-32")
            return new(ScopeLang.Scope.Local, "resident-32", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_351) && spinned_351 == "team-35")
            return new(ScopeLang.Scope.Local, "pinned-35", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_380) && ndev_380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_380) && sdev_380 == "app-38")
            return new(ScopeLang.Scope.Local, "dev-38", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_420) && nresident_420 == "zone-42")
            return new(ScopeLang.Scope.Local, "resident-42", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_451) && spinned_451 == "team-45")
            return new(ScopeLang.Scope.Local, "pinned-45", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_480) && ndev_480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_480) && sdev_480 == "app-48")
            return new(ScopeLang.Scope.Local, "dev-48", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_520) && nresident_520 == "zone-52")
            return new(ScopeLang.Scope.Local, "resident-52", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_551) && spinned_551 == "team-55")
            return new(ScopeLang.Scope.Local, "pinned-55", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_580) && ndev_580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_580) && sdev_580 == "app-58")
            return new(ScopeLang.Scope.Local, "dev-58", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_620) && nresident_620 == "zone-62")
            return new(ScopeLang.Scope.Local, "resident-62", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_651) && spinned_651 == "team-65")
            return new(ScopeLang.Scope.Local, "pinned-65", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_680) && ndev_680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_680) && sdev_680 == "app-68")
            return new(ScopeLang.Scope.Local, "dev-68", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_720) && nresident_720 == "zone-72")
            return new(ScopeLang.Scope.Local, "resident-72", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_751) && spinned_751 == "team-75")
            return new(ScopeLang.Scope.Local, "pinned-75", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_780) && ndev_780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_780) && sdev_780 == "app-78")
            return new(ScopeLang.Scope.Local, "dev-78", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_820) && nresident_820 == "zone-82")
            return new(ScopeLang.Scope.Local, "resident-82", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_851) && spinned_851 == "team-85")
            return new(ScopeLang.Scope.Local, "pinned-85", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_880) && ndev_880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_880) && sdev_880 == "app-88")
            return new(ScopeLang.Scope.Local, "dev-88", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_920) && nresident_920 == "zone-92")
            return new(ScopeLang.Scope.Local, "resident-92", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_951) && spinned_951 == "team-95")
            return new(ScopeLang.Scope.Local, "pinned-95", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_980) && ndev_980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_980) && sdev_980 == "app-98")
            return new(ScopeLang.Scope.Local, "dev-98", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1020) && nresident_1020 == "zone-102")
            return new(ScopeLang.Scope.Local, "resident-102", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1051) && spinned_1051 == "team-105")
            return new(ScopeLang.Scope.Local, "pinned-105", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1080) && ndev_1080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1080) && sdev_1080 == "app-108")
            return new(ScopeLang.Scope.Local, "dev-108", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1120) && nresident_1120 == "zone-112")
            return new(ScopeLang.Scope.Local, "resident-112", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1151) && spinned_1151 == "team-115")
            return new(ScopeLang.Scope.Local, "pinned-115", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1180) && ndev_1180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1180) && sdev_1180 == "app-118")
            return new(ScopeLang.Scope.Local, "dev-118", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1220) && nresident_1220 == "zone-122")
            return new(ScopeLang.Scope.Local, "resident-122", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1251) && spinned_1251 == "team-125")
            return new(ScopeLang.Scope.Local, "pinned-125", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1280) && ndev_1280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1280) && sdev_1280 == "app-128")
            return new(ScopeLang.Scope.Local, "dev-128", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1320) && nresident_1320 == "zone-132")
            return new(ScopeLang.Scope.Local, "resident-132", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1351) && spinned_1351 == "team-135")
            return new(ScopeLang.Scope.Local, "pinned-135", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1380) && ndev_1380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1380) && sdev_1380 == "app-138")
            return new(ScopeLang.Scope.Local, "dev-138", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1420) && nresident_1420 == "zone-142")
            return new(ScopeLang.Scope.Local, "resident-142", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1451) && spinned_1451 == "team-145")
            return new(ScopeLang.Scope.Local, "pinned-145", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1480) && ndev_1480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1480) && sdev_1480 == "app-148")
            return new(ScopeLang.Scope.Local, "dev-148", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1520) && nresident_1520 == "zone-152")
            return new(ScopeLang.Scope.Local, "resident-152", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1551) && spinned_1551 == "team-155")
            return new(ScopeLang.Scope.Local, "pinned-155", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1580) && ndev_1580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1580) && sdev_1580 == "app-158")
            return new(ScopeLang.Scope.Local, "dev-158", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1620) && nresident_1620 == "zone-162")
            return new(ScopeLang.Scope.Local, "resident-162", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1651) && spinned_1651 == "team-165")
            return new(ScopeLang.Scope.Local, "pinned-165", ScopeReason.RuleMatched);
        return Decide1000Part1(facts);
    }

    public static ScopeDecision Decide1000Part1(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("env", out var ndev_1680) && ndev_1680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1680) && sdev_1680 == "app-168")
            return new(ScopeLang.Scope.Local, "dev-168", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1720) && nresident_1720 == "zone-172")
            return new(ScopeLang.Scope.Local, "resident-172", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1751) && spinned_1751 == "team-175")
            return new(ScopeLang.Scope.Local, "pinned-175", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1780) && ndev_1780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1780) && sdev_1780 == "app-178")
            return new(ScopeLang.Scope.Local, "dev-178", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1820) && nresident_1820 == "zone-182")
            return new(ScopeLang.Scope.Local, "resident-182", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1851) && spinned_1851 == "team-185")
            return new(ScopeLang.Scope.Local, "pinned-185", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1880) && ndev_1880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1880) && sdev_1880 == "app-188")
            return new(ScopeLang.Scope.Local, "dev-188", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_1920) && nresident_1920 == "zone-192")
            return new(ScopeLang.Scope.Local, "resident-192", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_1951) && spinned_1951 == "team-195")
            return new(ScopeLang.Scope.Local, "pinned-195", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_1980) && ndev_1980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_1980) && sdev_1980 == "app-198")
            return new(ScopeLang.Scope.Local, "dev-198", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2020) && nresident_2020 == "zone-202")
            return new(ScopeLang.Scope.Local, "resident-202", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2051) && spinned_2051 == "team-205")
            return new(ScopeLang.Scope.Local, "pinned-205", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2080) && ndev_2080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2080) && sdev_2080 == "app-208")
            return new(ScopeLang.Scope.Local, "dev-208", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2120) && nresident_2120 == "zone-212")
            return new(ScopeLang.Scope.Local, "resident-212", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2151) && spinned_2151 == "team-215")
            return new(ScopeLang.Scope.Local, "pinned-215", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2180) && ndev_2180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2180) && sdev_2180 == "app-218")
            return new(ScopeLang.Scope.Local, "dev-218", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2220) && nresident_2220 == "zone-222")
            return new(ScopeLang.Scope.Local, "resident-222", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2251) && spinned_2251 == "team-225")
            return new(ScopeLang.Scope.Local, "pinned-225", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2280) && ndev_2280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2280) && sdev_2280 == "app-228")
            return new(ScopeLang.Scope.Local, "dev-228", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2320) && nresident_2320 == "zone-232")
            return new(ScopeLang.Scope.Local, "resident-232", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2351) && spinned_2351 == "team-235")
            return new(ScopeLang.Scope.Local, "pinned-235", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2380) && ndev_2380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2380) && sdev_2380 == "app-238")
            return new(ScopeLang.Scope.Local, "dev-238", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2420) && nresident_2420 == "zone-242")
            return new(ScopeLang.Scope.Local, "resident-242", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2451) && spinned_2451 == "team-245")
            return new(ScopeLang.Scope.Local, "pinned-245", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2480) && ndev_2480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2480) && sdev_2480 == "app-248")
            return new(ScopeLang.Scope.Local, "dev-248", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2520) && nresident_2520 == "zone-252")
            return new(ScopeLang.Scope.Local, "resident-252", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2551) && spinned_2551 == "team-255")
            return new(ScopeLang.Scope.Local, "pinned-255", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2580) && ndev_2580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2580) && sdev_2580 == "app-258")
            return new(ScopeLang.Scope.Local, "dev-258", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2620) && nresident_2620 == "zone-262")
            return new(ScopeLang.Scope.Local, "resident-262", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2651) && spinned_2651 == "team-265")
            return new(ScopeLang.Scope.Local, "pinned-265", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2680) && ndev_2680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2680) && sdev_2680 == "app-268")
            return new(ScopeLang.Scope.Local, "dev-268", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2720) && nresident_2720 == "zone-272")
            return new(ScopeLang.Scope.Local, "resident-272", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2751) && spinned_2751 == "team-275")
            return new(ScopeLang.Scope.Local, "pinned-275", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2780) && ndev_2780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2780) && sdev_2780 == "app-278")
            return new(ScopeLang.Scope.Local, "dev-278", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2820) && nresident_2820 == "zone-282")
            return new(ScopeLang.Scope.Local, "resident-282", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2851) && spinned_2851 == "team-285")
            return new(ScopeLang.Scope.Local, "pinned-285", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2880) && ndev_2880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2880) && sdev_2880 == "app-288")
            return new(ScopeLang.Scope.Local, "dev-288", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_2920) && nresident_2920 == "zone-292")
            return new(ScopeLang.Scope.Local, "resident-292", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_2951) && spinned_2951 == "team-295")
            return new(ScopeLang.Scope.Local, "pinned-295", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_2980) && ndev_2980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_2980) && sdev_2980 == "app-298")
            return new(ScopeLang.Scope.Local, "dev-298", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3020) && nresident_3020 == "zone-302")
            return new(ScopeLang.Scope.Local, "resident-302", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3051) && spinned_3051 == "team-305")
            return new(ScopeLang.Scope.Local, "pinned-305", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3080) && ndev_3080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3080) && sdev_3080 == "app-308")
            return new(ScopeLang.Scope.Local, "dev-308", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3120) && nresident_3120 == "zone-312")
            return new(ScopeLang.Scope.Local, "resident-312", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3151) && spinned_3151 == "team-315")
            return new(ScopeLang.Scope.Local, "pinned-315", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3180) && ndev_3180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3180) && sdev_3180 == "app-318")
            return new(ScopeLang.Scope.Local, "dev-318", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3220) && nresident_3220 == "zone-322")
            return new(ScopeLang.Scope.Local, "resident-322", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3251) && spinned_3251 == "team-325")
            return new(ScopeLang.Scope.Local, "pinned-325", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3280) && ndev_3280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3280) && sdev_3280 == "app-328")
            return new(ScopeLang.Scope.Local, "dev-328", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3320) && nresident_3320 == "zone-332")
            return new(ScopeLang.Scope.Local, "resident-332", ScopeReason.RuleMatched);
        return Decide1000Part2(facts);
    }

    public static ScopeDecision Decide1000Part2(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3351) && spinned_3351 == "team-335")
            return new(ScopeLang.Scope.Local, "pinned-335", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3380) && ndev_3380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3380) && sdev_3380 == "app-338")
            return new(ScopeLang.Scope.Local, "dev-338", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3420) && nresident_3420 == "zone-342")
            return new(ScopeLang.Scope.Local, "resident-342", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3451) && spinned_3451 == "team-345")
            return new(ScopeLang.Scope.Local, "pinned-345", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3480) && ndev_3480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3480) && sdev_3480 == "app-348")
            return new(ScopeLang.Scope.Local, "dev-348", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3520) && nresident_3520 == "zone-352")
            return new(ScopeLang.Scope.Local, "resident-352", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3551) && spinned_3551 == "team-355")
            return new(ScopeLang.Scope.Local, "pinned-355", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3580) && ndev_3580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3580) && sdev_3580 == "app-358")
            return new(ScopeLang.Scope.Local, "dev-358", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3620) && nresident_3620 == "zone-362")
            return new(ScopeLang.Scope.Local, "resident-362", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3651) && spinned_3651 == "team-365")
            return new(ScopeLang.Scope.Local, "pinned-365", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3680) && ndev_3680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3680) && sdev_3680 == "app-368")
            return new(ScopeLang.Scope.Local, "dev-368", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3720) && nresident_3720 == "zone-372")
            return new(ScopeLang.Scope.Local, "resident-372", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3751) && spinned_3751 == "team-375")
            return new(ScopeLang.Scope.Local, "pinned-375", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3780) && ndev_3780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3780) && sdev_3780 == "app-378")
            return new(ScopeLang.Scope.Local, "dev-378", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3820) && nresident_3820 == "zone-382")
            return new(ScopeLang.Scope.Local, "resident-382", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3851) && spinned_3851 == "team-385")
            return new(ScopeLang.Scope.Local, "pinned-385", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3880) && ndev_3880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3880) && sdev_3880 == "app-388")
            return new(ScopeLang.Scope.Local, "dev-388", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_3920) && nresident_3920 == "zone-392")
            return new(ScopeLang.Scope.Local, "resident-392", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_3951) && spinned_3951 == "team-395")
            return new(ScopeLang.Scope.Local, "pinned-395", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_3980) && ndev_3980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_3980) && sdev_3980 == "app-398")
            return new(ScopeLang.Scope.Local, "dev-398", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4020) && nresident_4020 == "zone-402")
            return new(ScopeLang.Scope.Local, "resident-402", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4051) && spinned_4051 == "team-405")
            return new(ScopeLang.Scope.Local, "pinned-405", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4080) && ndev_4080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4080) && sdev_4080 == "app-408")
            return new(ScopeLang.Scope.Local, "dev-408", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4120) && nresident_4120 == "zone-412")
            return new(ScopeLang.Scope.Local, "resident-412", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4151) && spinned_4151 == "team-415")
            return new(ScopeLang.Scope.Local, "pinned-415", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4180) && ndev_4180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4180) && sdev_4180 == "app-418")
            return new(ScopeLang.Scope.Local, "dev-418", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4220) && nresident_4220 == "zone-422")
            return new(ScopeLang.Scope.Local, "resident-422", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4251) && spinned_4251 == "team-425")
            return new(ScopeLang.Scope.Local, "pinned-425", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4280) && ndev_4280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4280) && sdev_4280 == "app-428")
            return new(ScopeLang.Scope.Local, "dev-428", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4320) && nresident_4320 == "zone-432")
            return new(ScopeLang.Scope.Local, "resident-432", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4351) && spinned_4351 == "team-435")
            return new(ScopeLang.Scope.Local, "pinned-435", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4380) && ndev_4380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4380) && sdev_4380 == "app-438")
            return new(ScopeLang.Scope.Local, "dev-438", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4420) && nresident_4420 == "zone-442")
            return new(ScopeLang.Scope.Local, "resident-442", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4451) && spinned_4451 == "team-445")
            return new(ScopeLang.Scope.Local, "pinned-445", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4480) && ndev_4480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4480) && sdev_4480 == "app-448")
            return new(ScopeLang.Scope.Local, "dev-448", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4520) && nresident_4520 == "zone-452")
            return new(ScopeLang.Scope.Local, "resident-452", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4551) && spinned_4551 == "team-455")
            return new(ScopeLang.Scope.Local, "pinned-455", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4580) && ndev_4580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4580) && sdev_4580 == "app-458")
            return new(ScopeLang.Scope.Local, "dev-458", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4620) && nresident_4620 == "zone-462")
            return new(ScopeLang.Scope.Local, "resident-462", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4651) && spinned_4651 == "team-465")
            return new(ScopeLang.Scope.Local, "pinned-465", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4680) && ndev_4680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4680) && sdev_4680 == "app-468")
            return new(ScopeLang.Scope.Local, "dev-468", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4720) && nresident_4720 == "zone-472")
            return new(ScopeLang.Scope.Local, "resident-472", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4751) && spinned_4751 == "team-475")
            return new(ScopeLang.Scope.Local, "pinned-475", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4780) && ndev_4780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4780) && sdev_4780 == "app-478")
            return new(ScopeLang.Scope.Local, "dev-478", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4820) && nresident_4820 == "zone-482")
            return new(ScopeLang.Scope.Local, "resident-482", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4851) && spinned_4851 == "team-485")
            return new(ScopeLang.Scope.Local, "pinned-485", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4880) && ndev_4880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4880) && sdev_4880 == "app-488")
            return new(ScopeLang.Scope.Local, "dev-488", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_4920) && nresident_4920 == "zone-492")
            return new(ScopeLang.Scope.Local, "resident-492", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_4951) && spinned_4951 == "team-495")
            return new(ScopeLang.Scope.Local, "pinned-495", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_4980) && ndev_4980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_4980) && sdev_4980 == "app-498")
            return new(ScopeLang.Scope.Local, "dev-498", ScopeReason.RuleMatched);
        return Decide1000Part3(facts);
    }

    public static ScopeDecision Decide1000Part3(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("data-residency", out var nresident_5020) && nresident_5020 == "zone-502")
            return new(ScopeLang.Scope.Local, "resident-502", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5051) && spinned_5051 == "team-505")
            return new(ScopeLang.Scope.Local, "pinned-505", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5080) && ndev_5080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5080) && sdev_5080 == "app-508")
            return new(ScopeLang.Scope.Local, "dev-508", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5120) && nresident_5120 == "zone-512")
            return new(ScopeLang.Scope.Local, "resident-512", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5151) && spinned_5151 == "team-515")
            return new(ScopeLang.Scope.Local, "pinned-515", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5180) && ndev_5180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5180) && sdev_5180 == "app-518")
            return new(ScopeLang.Scope.Local, "dev-518", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5220) && nresident_5220 == "zone-522")
            return new(ScopeLang.Scope.Local, "resident-522", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5251) && spinned_5251 == "team-525")
            return new(ScopeLang.Scope.Local, "pinned-525", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5280) && ndev_5280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5280) && sdev_5280 == "app-528")
            return new(ScopeLang.Scope.Local, "dev-528", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5320) && nresident_5320 == "zone-532")
            return new(ScopeLang.Scope.Local, "resident-532", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5351) && spinned_5351 == "team-535")
            return new(ScopeLang.Scope.Local, "pinned-535", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5380) && ndev_5380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5380) && sdev_5380 == "app-538")
            return new(ScopeLang.Scope.Local, "dev-538", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5420) && nresident_5420 == "zone-542")
            return new(ScopeLang.Scope.Local, "resident-542", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5451) && spinned_5451 == "team-545")
            return new(ScopeLang.Scope.Local, "pinned-545", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5480) && ndev_5480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5480) && sdev_5480 == "app-548")
            return new(ScopeLang.Scope.Local, "dev-548", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5520) && nresident_5520 == "zone-552")
            return new(ScopeLang.Scope.Local, "resident-552", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5551) && spinned_5551 == "team-555")
            return new(ScopeLang.Scope.Local, "pinned-555", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5580) && ndev_5580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5580) && sdev_5580 == "app-558")
            return new(ScopeLang.Scope.Local, "dev-558", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5620) && nresident_5620 == "zone-562")
            return new(ScopeLang.Scope.Local, "resident-562", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5651) && spinned_5651 == "team-565")
            return new(ScopeLang.Scope.Local, "pinned-565", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5680) && ndev_5680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5680) && sdev_5680 == "app-568")
            return new(ScopeLang.Scope.Local, "dev-568", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5720) && nresident_5720 == "zone-572")
            return new(ScopeLang.Scope.Local, "resident-572", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5751) && spinned_5751 == "team-575")
            return new(ScopeLang.Scope.Local, "pinned-575", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5780) && ndev_5780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5780) && sdev_5780 == "app-578")
            return new(ScopeLang.Scope.Local, "dev-578", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5820) && nresident_5820 == "zone-582")
            return new(ScopeLang.Scope.Local, "resident-582", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5851) && spinned_5851 == "team-585")
            return new(ScopeLang.Scope.Local, "pinned-585", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5880) && ndev_5880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5880) && sdev_5880 == "app-588")
            return new(ScopeLang.Scope.Local, "dev-588", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_5920) && nresident_5920 == "zone-592")
            return new(ScopeLang.Scope.Local, "resident-592", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_5951) && spinned_5951 == "team-595")
            return new(ScopeLang.Scope.Local, "pinned-595", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_5980) && ndev_5980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_5980) && sdev_5980 == "app-598")
            return new(ScopeLang.Scope.Local, "dev-598", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6020) && nresident_6020 == "zone-602")
            return new(ScopeLang.Scope.Local, "resident-602", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6051) && spinned_6051 == "team-605")
            return new(ScopeLang.Scope.Local, "pinned-605", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6080) && ndev_6080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6080) && sdev_6080 == "app-608")
            return new(ScopeLang.Scope.Local, "dev-608", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6120) && nresident_6120 == "zone-612")
            return new(ScopeLang.Scope.Local, "resident-612", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6151) && spinned_6151 == "team-615")
            return new(ScopeLang.Scope.Local, "pinned-615", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6180) && ndev_6180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6180) && sdev_6180 == "app-618")
            return new(ScopeLang.Scope.Local, "dev-618", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6220) && nresident_6220 == "zone-622")
            return new(ScopeLang.Scope.Local, "resident-622", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6251) && spinned_6251 == "team-625")
            return new(ScopeLang.Scope.Local, "pinned-625", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6280) && ndev_6280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6280) && sdev_6280 == "app-628")
            return new(ScopeLang.Scope.Local, "dev-628", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6320) && nresident_6320 == "zone-632")
            return new(ScopeLang.Scope.Local, "resident-632", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6351) && spinned_6351 == "team-635")
            return new(ScopeLang.Scope.Local, "pinned-635", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6380) && ndev_6380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6380) && sdev_6380 == "app-638")
            return new(ScopeLang.Scope.Local, "dev-638", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6420) && nresident_6420 == "zone-642")
            return new(ScopeLang.Scope.Local, "resident-642", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6451) && spinned_6451 == "team-645")
            return new(ScopeLang.Scope.Local, "pinned-645", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6480) && ndev_6480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6480) && sdev_6480 == "app-648")
            return new(ScopeLang.Scope.Local, "dev-648", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6520) && nresident_6520 == "zone-652")
            return new(ScopeLang.Scope.Local, "resident-652", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6551) && spinned_6551 == "team-655")
            return new(ScopeLang.Scope.Local, "pinned-655", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6580) && ndev_6580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6580) && sdev_6580 == "app-658")
            return new(ScopeLang.Scope.Local, "dev-658", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6620) && nresident_6620 == "zone-662")
            return new(ScopeLang.Scope.Local, "resident-662", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6651) && spinned_6651 == "team-665")
            return new(ScopeLang.Scope.Local, "pinned-665", ScopeReason.RuleMatched);
        return Decide1000Part4(facts);
    }

    public static ScopeDecision Decide1000Part4(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("env", out var ndev_6680) && ndev_6680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6680) && sdev_6680 == "app-668")
            return new(ScopeLang.Scope.Local, "dev-668", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6720) && nresident_6720 == "zone-672")
            return new(ScopeLang.Scope.Local, "resident-672", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6751) && spinned_6751 == "team-675")
            return new(ScopeLang.Scope.Local, "pinned-675", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6780) && ndev_6780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6780) && sdev_6780 == "app-678")
            return new(ScopeLang.Scope.Local, "dev-678", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6820) && nresident_6820 == "zone-682")
            return new(ScopeLang.Scope.Local, "resident-682", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6851) && spinned_6851 == "team-685")
            return new(ScopeLang.Scope.Local, "pinned-685", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6880) && ndev_6880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6880) && sdev_6880 == "app-688")
            return new(ScopeLang.Scope.Local, "dev-688", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_6920) && nresident_6920 == "zone-692")
            return new(ScopeLang.Scope.Local, "resident-692", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_6951) && spinned_6951 == "team-695")
            return new(ScopeLang.Scope.Local, "pinned-695", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_6980) && ndev_6980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_6980) && sdev_6980 == "app-698")
            return new(ScopeLang.Scope.Local, "dev-698", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7020) && nresident_7020 == "zone-702")
            return new(ScopeLang.Scope.Local, "resident-702", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7051) && spinned_7051 == "team-705")
            return new(ScopeLang.Scope.Local, "pinned-705", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7080) && ndev_7080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7080) && sdev_7080 == "app-708")
            return new(ScopeLang.Scope.Local, "dev-708", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7120) && nresident_7120 == "zone-712")
            return new(ScopeLang.Scope.Local, "resident-712", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7151) && spinned_7151 == "team-715")
            return new(ScopeLang.Scope.Local, "pinned-715", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7180) && ndev_7180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7180) && sdev_7180 == "app-718")
            return new(ScopeLang.Scope.Local, "dev-718", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7220) && nresident_7220 == "zone-722")
            return new(ScopeLang.Scope.Local, "resident-722", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7251) && spinned_7251 == "team-725")
            return new(ScopeLang.Scope.Local, "pinned-725", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7280) && ndev_7280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7280) && sdev_7280 == "app-728")
            return new(ScopeLang.Scope.Local, "dev-728", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7320) && nresident_7320 == "zone-732")
            return new(ScopeLang.Scope.Local, "resident-732", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7351) && spinned_7351 == "team-735")
            return new(ScopeLang.Scope.Local, "pinned-735", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7380) && ndev_7380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7380) && sdev_7380 == "app-738")
            return new(ScopeLang.Scope.Local, "dev-738", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7420) && nresident_7420 == "zone-742")
            return new(ScopeLang.Scope.Local, "resident-742", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7451) && spinned_7451 == "team-745")
            return new(ScopeLang.Scope.Local, "pinned-745", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7480) && ndev_7480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7480) && sdev_7480 == "app-748")
            return new(ScopeLang.Scope.Local, "dev-748", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7520) && nresident_7520 == "zone-752")
            return new(ScopeLang.Scope.Local, "resident-752", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7551) && spinned_7551 == "team-755")
            return new(ScopeLang.Scope.Local, "pinned-755", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7580) && ndev_7580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7580) && sdev_7580 == "app-758")
            return new(ScopeLang.Scope.Local, "dev-758", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7620) && nresident_7620 == "zone-762")
            return new(ScopeLang.Scope.Local, "resident-762", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7651) && spinned_7651 == "team-765")
            return new(ScopeLang.Scope.Local, "pinned-765", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7680) && ndev_7680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7680) && sdev_7680 == "app-768")
            return new(ScopeLang.Scope.Local, "dev-768", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7720) && nresident_7720 == "zone-772")
            return new(ScopeLang.Scope.Local, "resident-772", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7751) && spinned_7751 == "team-775")
            return new(ScopeLang.Scope.Local, "pinned-775", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7780) && ndev_7780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7780) && sdev_7780 == "app-778")
            return new(ScopeLang.Scope.Local, "dev-778", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7820) && nresident_7820 == "zone-782")
            return new(ScopeLang.Scope.Local, "resident-782", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7851) && spinned_7851 == "team-785")
            return new(ScopeLang.Scope.Local, "pinned-785", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7880) && ndev_7880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7880) && sdev_7880 == "app-788")
            return new(ScopeLang.Scope.Local, "dev-788", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_7920) && nresident_7920 == "zone-792")
            return new(ScopeLang.Scope.Local, "resident-792", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_7951) && spinned_7951 == "team-795")
            return new(ScopeLang.Scope.Local, "pinned-795", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_7980) && ndev_7980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_7980) && sdev_7980 == "app-798")
            return new(ScopeLang.Scope.Local, "dev-798", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8020) && nresident_8020 == "zone-802")
            return new(ScopeLang.Scope.Local, "resident-802", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8051) && spinned_8051 == "team-805")
            return new(ScopeLang.Scope.Local, "pinned-805", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8080) && ndev_8080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8080) && sdev_8080 == "app-808")
            return new(ScopeLang.Scope.Local, "dev-808", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8120) && nresident_8120 == "zone-812")
            return new(ScopeLang.Scope.Local, "resident-812", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8151) && spinned_8151 == "team-815")
            return new(ScopeLang.Scope.Local, "pinned-815", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8180) && ndev_8180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8180) && sdev_8180 == "app-818")
            return new(ScopeLang.Scope.Local, "dev-818", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8220) && nresident_8220 == "zone-822")
            return new(ScopeLang.Scope.Local, "resident-822", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8251) && spinned_8251 == "team-825")
            return new(ScopeLang.Scope.Local, "pinned-825", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8280) && ndev_8280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8280) && sdev_8280 == "app-828")
            return new(ScopeLang.Scope.Local, "dev-828", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8320) && nresident_8320 == "zone-832")
            return new(ScopeLang.Scope.Local, "resident-832", ScopeReason.RuleMatched);
        return Decide1000Part5(facts);
    }

    public static ScopeDecision Decide1000Part5(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8351) && spinned_8351 == "team-835")
            return new(ScopeLang.Scope.Local, "pinned-835", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8380) && ndev_8380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8380) && sdev_8380 == "app-838")
            return new(ScopeLang.Scope.Local, "dev-838", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8420) && nresident_8420 == "zone-842")
            return new(ScopeLang.Scope.Local, "resident-842", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8451) && spinned_8451 == "team-845")
            return new(ScopeLang.Scope.Local, "pinned-845", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8480) && ndev_8480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8480) && sdev_8480 == "app-848")
            return new(ScopeLang.Scope.Local, "dev-848", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8520) && nresident_8520 == "zone-852")
            return new(ScopeLang.Scope.Local, "resident-852", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8551) && spinned_8551 == "team-855")
            return new(ScopeLang.Scope.Local, "pinned-855", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8580) && ndev_8580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8580) && sdev_8580 == "app-858")
            return new(ScopeLang.Scope.Local, "dev-858", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8620) && nresident_8620 == "zone-862")
            return new(ScopeLang.Scope.Local, "resident-862", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8651) && spinned_8651 == "team-865")
            return new(ScopeLang.Scope.Local, "pinned-865", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8680) && ndev_8680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8680) && sdev_8680 == "app-868")
            return new(ScopeLang.Scope.Local, "dev-868", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8720) && nresident_8720 == "zone-872")
            return new(ScopeLang.Scope.Local, "resident-872", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8751) && spinned_8751 == "team-875")
            return new(ScopeLang.Scope.Local, "pinned-875", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8780) && ndev_8780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8780) && sdev_8780 == "app-878")
            return new(ScopeLang.Scope.Local, "dev-878", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8820) && nresident_8820 == "zone-882")
            return new(ScopeLang.Scope.Local, "resident-882", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8851) && spinned_8851 == "team-885")
            return new(ScopeLang.Scope.Local, "pinned-885", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8880) && ndev_8880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8880) && sdev_8880 == "app-888")
            return new(ScopeLang.Scope.Local, "dev-888", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_8920) && nresident_8920 == "zone-892")
            return new(ScopeLang.Scope.Local, "resident-892", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_8951) && spinned_8951 == "team-895")
            return new(ScopeLang.Scope.Local, "pinned-895", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_8980) && ndev_8980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_8980) && sdev_8980 == "app-898")
            return new(ScopeLang.Scope.Local, "dev-898", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9020) && nresident_9020 == "zone-902")
            return new(ScopeLang.Scope.Local, "resident-902", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9051) && spinned_9051 == "team-905")
            return new(ScopeLang.Scope.Local, "pinned-905", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9080) && ndev_9080 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9080) && sdev_9080 == "app-908")
            return new(ScopeLang.Scope.Local, "dev-908", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9120) && nresident_9120 == "zone-912")
            return new(ScopeLang.Scope.Local, "resident-912", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9151) && spinned_9151 == "team-915")
            return new(ScopeLang.Scope.Local, "pinned-915", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9180) && ndev_9180 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9180) && sdev_9180 == "app-918")
            return new(ScopeLang.Scope.Local, "dev-918", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9220) && nresident_9220 == "zone-922")
            return new(ScopeLang.Scope.Local, "resident-922", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9251) && spinned_9251 == "team-925")
            return new(ScopeLang.Scope.Local, "pinned-925", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9280) && ndev_9280 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9280) && sdev_9280 == "app-928")
            return new(ScopeLang.Scope.Local, "dev-928", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9320) && nresident_9320 == "zone-932")
            return new(ScopeLang.Scope.Local, "resident-932", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9351) && spinned_9351 == "team-935")
            return new(ScopeLang.Scope.Local, "pinned-935", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9380) && ndev_9380 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9380) && sdev_9380 == "app-938")
            return new(ScopeLang.Scope.Local, "dev-938", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9420) && nresident_9420 == "zone-942")
            return new(ScopeLang.Scope.Local, "resident-942", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9451) && spinned_9451 == "team-945")
            return new(ScopeLang.Scope.Local, "pinned-945", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9480) && ndev_9480 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9480) && sdev_9480 == "app-948")
            return new(ScopeLang.Scope.Local, "dev-948", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9520) && nresident_9520 == "zone-952")
            return new(ScopeLang.Scope.Local, "resident-952", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9551) && spinned_9551 == "team-955")
            return new(ScopeLang.Scope.Local, "pinned-955", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9580) && ndev_9580 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9580) && sdev_9580 == "app-958")
            return new(ScopeLang.Scope.Local, "dev-958", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9620) && nresident_9620 == "zone-962")
            return new(ScopeLang.Scope.Local, "resident-962", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9651) && spinned_9651 == "team-965")
            return new(ScopeLang.Scope.Local, "pinned-965", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9680) && ndev_9680 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9680) && sdev_9680 == "app-968")
            return new(ScopeLang.Scope.Local, "dev-968", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9720) && nresident_9720 == "zone-972")
            return new(ScopeLang.Scope.Local, "resident-972", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9751) && spinned_9751 == "team-975")
            return new(ScopeLang.Scope.Local, "pinned-975", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9780) && ndev_9780 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9780) && sdev_9780 == "app-978")
            return new(ScopeLang.Scope.Local, "dev-978", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9820) && nresident_9820 == "zone-982")
            return new(ScopeLang.Scope.Local, "resident-982", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9851) && spinned_9851 == "team-985")
            return new(ScopeLang.Scope.Local, "pinned-985", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9880) && ndev_9880 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9880) && sdev_9880 == "app-988")
            return new(ScopeLang.Scope.Local, "dev-988", ScopeReason.RuleMatched);
        if (ns.TryGetValue("data-residency", out var nresident_9920) && nresident_9920 == "zone-992")
            return new(ScopeLang.Scope.Local, "resident-992", ScopeReason.RuleMatched);
        if (service.ContainsKey("shop.example/pin-local") && service.TryGetValue("team", out var spinned_9951) && spinned_9951 == "team-995")
            return new(ScopeLang.Scope.Local, "pinned-995", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var ndev_9980) && ndev_9980 == "dev" && service.TryGetValue("app.kubernetes.io/name", out var sdev_9980) && sdev_9980 == "app-998")
            return new(ScopeLang.Scope.Local, "dev-998", ScopeReason.RuleMatched);
        return Decide1000Part6(facts);
    }

    public static ScopeDecision Decide1000Part6(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("env", out var nopt_in_00) && (nopt_in_00 == "prod" || nopt_in_00 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_00) && sopt_in_00 == "true" && service.TryGetValue("team", out var sopt_in_01) && sopt_in_01 == "team-0")
            return new(ScopeLang.Scope.Global, "opt-in-0", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_10) && nnamespace_10 == "ns-1" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-1", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_30) && sapp_30 == "app-3")
            return new(ScopeLang.Scope.Global, "app-3", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_40) && ntier_40 == "team-4" && service.TryGetValue("tier", out var stier_40) && (stier_40 == "api" || stier_40 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-4", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_60) && nexposed_60 == "prod" && ns.TryGetValue("team", out var nexposed_61) && nexposed_61 == "team-6" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-6", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_70) && (sapps_70 == "app-7" || sapps_70 == "app-8"))
            return new(ScopeLang.Scope.Global, "apps-7", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_90) && slabelled_90 == "app-9" && service.TryGetValue("istio.io/global", out var slabelled_91) && slabelled_91 == "true")
            return new(ScopeLang.Scope.Global, "labelled-9", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_100) && (nopt_in_100 == "prod" || nopt_in_100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_100) && sopt_in_100 == "true" && service.TryGetValue("team", out var sopt_in_101) && sopt_in_101 == "team-10")
            return new(ScopeLang.Scope.Global, "opt-in-10", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_110) && nnamespace_110 == "ns-11" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-11", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_130) && sapp_130 == "app-13")
            return new(ScopeLang.Scope.Global, "app-13", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_140) && ntier_140 == "team-14" && service.TryGetValue("tier", out var stier_140) && (stier_140 == "api" || stier_140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-14", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_160) && nexposed_160 == "prod" && ns.TryGetValue("team", out var nexposed_161) && nexposed_161 == "team-16" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-16", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_170) && (sapps_170 == "app-17" || sapps_170 == "app-18"))
            return new(ScopeLang.Scope.Global, "apps-17", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_190) && slabelled_190 == "app-19" && service.TryGetValue("istio.io/global", out var slabelled_191) && slabelled_191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-19", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_200) && (nopt_in_200 == "prod" || nopt_in_200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_200) && sopt_in_200 == "true" && service.TryGetValue("team", out var sopt_in_201) && sopt_in_201 == "team-20")
            return new(ScopeLang.Scope.Global, "opt-in-20", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_210) && nnamespace_210 == "ns-21" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-21", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_230) && sapp_230 == "app-23")
            return new(ScopeLang.Scope.Global, "app-23", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_240) && ntier_240 == "team-24" && service.TryGetValue("tier", out var stier_240) && (stier_240 == "api" || stier_240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-24", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_260) && nexposed_260 == "prod" && ns.TryGetValue("team", out var nexposed_261) && nexposed_261 == "team-26" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-26", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_270) && (sapps_270 == "app-27" || sapps_270 == "app-28"))
            return new(ScopeLang.Scope.Global, "apps-27", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_290) && slabelled_290 == "app-29" && service.TryGetValue("istio.io/global", out var slabelled_291) && slabelled_291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-29", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_300) && (nopt_in_300 == "prod" || nopt_in_300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_300) && sopt_in_300 == "true" && service.TryGetValue("team", out var sopt_in_301) && sopt_in_301 == "team-30")
            return new(ScopeLang.Scope.Global, "opt-in-30", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_310) && nnamespace_310 == "ns-31" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-31", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_330) && sapp_330 == "app-33")
            return new(ScopeLang.Scope.Global, "app-33", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_340) && ntier_340 == "team-34" && service.TryGetValue("tier", out var stier_340) && (stier_340 == "api" || stier_340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-34", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_360) && nexposed_360 == "prod" && ns.TryGetValue("team", out var nexposed_361) && nexposed_361 == "team-36" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-36", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_370) && (sapps_370 == "app-37" || sapps_370 == "app-38"))
            return new(ScopeLang.Scope.Global, "apps-37", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_390) && slabelled_390 == "app-39" && service.TryGetValue("istio.io/global", out var slabelled_391) && slabelled_391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-39", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_400) && (nopt_in_400 == "prod" || nopt_in_400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_400) && sopt_in_400 == "true" && service.TryGetValue("team", out var sopt_in_401) && sopt_in_401 == "team-40")
            return new(ScopeLang.Scope.Global, "opt-in-40", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_410) && nnamespace_410 == "ns-41" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-41", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_430) && sapp_430 == "app-43")
            return new(ScopeLang.Scope.Global, "app-43", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_440) && ntier_440 == "team-44" && service.TryGetValue("tier", out var stier_440) && (stier_440 == "api" || stier_440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-44", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_460) && nexposed_460 == "prod" && ns.TryGetValue("team", out var nexposed_461) && nexposed_461 == "team-46" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-46", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_470) && (sapps_470 == "app-47" || sapps_470 == "app-48"))
            return new(ScopeLang.Scope.Global, "apps-47", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_490) && slabelled_490 == "app-49" && service.TryGetValue("istio.io/global", out var slabelled_491) && slabelled_491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-49", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_500) && (nopt_in_500 == "prod" || nopt_in_500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_500) && sopt_in_500 == "true" && service.TryGetValue("team", out var sopt_in_501) && sopt_in_501 == "team-50")
            return new(ScopeLang.Scope.Global, "opt-in-50", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_510) && nnamespace_510 == "ns-51" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-51", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_530) && sapp_530 == "app-53")
            return new(ScopeLang.Scope.Global, "app-53", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_540) && ntier_540 == "team-54" && service.TryGetValue("tier", out var stier_540) && (stier_540 == "api" || stier_540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-54", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_560) && nexposed_560 == "prod" && ns.TryGetValue("team", out var nexposed_561) && nexposed_561 == "team-56" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-56", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_570) && (sapps_570 == "app-57" || sapps_570 == "app-58"))
            return new(ScopeLang.Scope.Global, "apps-57", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_590) && slabelled_590 == "app-59" && service.TryGetValue("istio.io/global", out var slabelled_591) && slabelled_591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-59", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_600) && (nopt_in_600 == "prod" || nopt_in_600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_600) && sopt_in_600 == "true" && service.TryGetValue("team", out var sopt_in_601) && sopt_in_601 == "team-60")
            return new(ScopeLang.Scope.Global, "opt-in-60", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_610) && nnamespace_610 == "ns-61" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-61", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_630) && sapp_630 == "app-63")
            return new(ScopeLang.Scope.Global, "app-63", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_640) && ntier_640 == "team-64" && service.TryGetValue("tier", out var stier_640) && (stier_640 == "api" || stier_640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-64", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_660) && nexposed_660 == "prod" && ns.TryGetValue("team", out var nexposed_661) && nexposed_661 == "team-66" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-66", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_670) && (sapps_670 == "app-67" || sapps_670 == "app-68"))
            return new(ScopeLang.Scope.Global, "apps-67", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_690) && slabelled_690 == "app-69" && service.TryGetValue("istio.io/global", out var slabelled_691) && slabelled_691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-69", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_700) && (nopt_in_700 == "prod" || nopt_in_700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_700) && sopt_in_700 == "true" && service.TryGetValue("team", out var sopt_in_701) && sopt_in_701 == "team-70")
            return new(ScopeLang.Scope.Global, "opt-in-70", ScopeReason.RuleMatched);
        return Decide1000Part7(facts);
    }

    public static ScopeDecision Decide1000Part7(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_710) && nnamespace_710 == "ns-71" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-71", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_730) && sapp_730 == "app-73")
            return new(ScopeLang.Scope.Global, "app-73", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_740) && ntier_740 == "team-74" && service.TryGetValue("tier", out var stier_740) && (stier_740 == "api" || stier_740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-74", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_760) && nexposed_760 == "prod" && ns.TryGetValue("team", out var nexposed_761) && nexposed_761 == "team-76" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-76", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_770) && (sapps_770 == "app-77" || sapps_770 == "app-78"))
            return new(ScopeLang.Scope.Global, "apps-77", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_790) && slabelled_790 == "app-79" && service.TryGetValue("istio.io/global", out var slabelled_791) && slabelled_791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-79", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_800) && (nopt_in_800 == "prod" || nopt_in_800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_800) && sopt_in_800 == "true" && service.TryGetValue("team", out var sopt_in_801) && sopt_in_801 == "team-80")
            return new(ScopeLang.Scope.Global, "opt-in-80", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_810) && nnamespace_810 == "ns-81" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-81", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_830) && sapp_830 == "app-83")
            return new(ScopeLang.Scope.Global, "app-83", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_840) && ntier_840 == "team-84" && service.TryGetValue("tier", out var stier_840) && (stier_840 == "api" || stier_840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-84", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_860) && nexposed_860 == "prod" && ns.TryGetValue("team", out var nexposed_861) && nexposed_861 == "team-86" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-86", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_870) && (sapps_870 == "app-87" || sapps_870 == "app-88"))
            return new(ScopeLang.Scope.Global, "apps-87", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_890) && slabelled_890 == "app-89" && service.TryGetValue("istio.io/global", out var slabelled_891) && slabelled_891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-89", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_900) && (nopt_in_900 == "prod" || nopt_in_900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_900) && sopt_in_900 == "true" && service.TryGetValue("team", out var sopt_in_901) && sopt_in_901 == "team-90")
            return new(ScopeLang.Scope.Global, "opt-in-90", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_910) && nnamespace_910 == "ns-91" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-91", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_930) && sapp_930 == "app-93")
            return new(ScopeLang.Scope.Global, "app-93", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_940) && ntier_940 == "team-94" && service.TryGetValue("tier", out var stier_940) && (stier_940 == "api" || stier_940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-94", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_960) && nexposed_960 == "prod" && ns.TryGetValue("team", out var nexposed_961) && nexposed_961 == "team-96" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-96", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_970) && (sapps_970 == "app-97" || sapps_970 == "app-98"))
            return new(ScopeLang.Scope.Global, "apps-97", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_990) && slabelled_990 == "app-99" && service.TryGetValue("istio.io/global", out var slabelled_991) && slabelled_991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-99", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1000) && (nopt_in_1000 == "prod" || nopt_in_1000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1000) && sopt_in_1000 == "true" && service.TryGetValue("team", out var sopt_in_1001) && sopt_in_1001 == "team-100")
            return new(ScopeLang.Scope.Global, "opt-in-100", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1010) && nnamespace_1010 == "ns-101" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-101", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1030) && sapp_1030 == "app-103")
            return new(ScopeLang.Scope.Global, "app-103", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1040) && ntier_1040 == "team-104" && service.TryGetValue("tier", out var stier_1040) && (stier_1040 == "api" || stier_1040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-104", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1060) && nexposed_1060 == "prod" && ns.TryGetValue("team", out var nexposed_1061) && nexposed_1061 == "team-106" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-106", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1070) && (sapps_1070 == "app-107" || sapps_1070 == "app-108"))
            return new(ScopeLang.Scope.Global, "apps-107", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1090) && slabelled_1090 == "app-109" && service.TryGetValue("istio.io/global", out var slabelled_1091) && slabelled_1091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-109", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1100) && (nopt_in_1100 == "prod" || nopt_in_1100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1100) && sopt_in_1100 == "true" && service.TryGetValue("team", out var sopt_in_1101) && sopt_in_1101 == "team-110")
            return new(ScopeLang.Scope.Global, "opt-in-110", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1110) && nnamespace_1110 == "ns-111" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-111", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1130) && sapp_1130 == "app-113")
            return new(ScopeLang.Scope.Global, "app-113", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1140) && ntier_1140 == "team-114" && service.TryGetValue("tier", out var stier_1140) && (stier_1140 == "api" || stier_1140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-114", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1160) && nexposed_1160 == "prod" && ns.TryGetValue("team", out var nexposed_1161) && nexposed_1161 == "team-116" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-116", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1170) && (sapps_1170 == "app-117" || sapps_1170 == "app-118"))
            return new(ScopeLang.Scope.Global, "apps-117", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1190) && slabelled_1190 == "app-119" && service.TryGetValue("istio.io/global", out var slabelled_1191) && slabelled_1191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-119", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1200) && (nopt_in_1200 == "prod" || nopt_in_1200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1200) && sopt_in_1200 == "true" && service.TryGetValue("team", out var sopt_in_1201) && sopt_in_1201 == "team-120")
            return new(ScopeLang.Scope.Global, "opt-in-120", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1210) && nnamespace_1210 == "ns-121" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-121", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1230) && sapp_1230 == "app-123")
            return new(ScopeLang.Scope.Global, "app-123", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1240) && ntier_1240 == "team-124" && service.TryGetValue("tier", out var stier_1240) && (stier_1240 == "api" || stier_1240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-124", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1260) && nexposed_1260 == "prod" && ns.TryGetValue("team", out var nexposed_1261) && nexposed_1261 == "team-126" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-126", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1270) && (sapps_1270 == "app-127" || sapps_1270 == "app-128"))
            return new(ScopeLang.Scope.Global, "apps-127", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1290) && slabelled_1290 == "app-129" && service.TryGetValue("istio.io/global", out var slabelled_1291) && slabelled_1291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-129", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1300) && (nopt_in_1300 == "prod" || nopt_in_1300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1300) && sopt_in_1300 == "true" && service.TryGetValue("team", out var sopt_in_1301) && sopt_in_1301 == "team-130")
            return new(ScopeLang.Scope.Global, "opt-in-130", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1310) && nnamespace_1310 == "ns-131" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-131", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1330) && sapp_1330 == "app-133")
            return new(ScopeLang.Scope.Global, "app-133", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1340) && ntier_1340 == "team-134" && service.TryGetValue("tier", out var stier_1340) && (stier_1340 == "api" || stier_1340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-134", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1360) && nexposed_1360 == "prod" && ns.TryGetValue("team", out var nexposed_1361) && nexposed_1361 == "team-136" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-136", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1370) && (sapps_1370 == "app-137" || sapps_1370 == "app-138"))
            return new(ScopeLang.Scope.Global, "apps-137", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1390) && slabelled_1390 == "app-139" && service.TryGetValue("istio.io/global", out var slabelled_1391) && slabelled_1391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-139", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1400) && (nopt_in_1400 == "prod" || nopt_in_1400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1400) && sopt_in_1400 == "true" && service.TryGetValue("team", out var sopt_in_1401) && sopt_in_1401 == "team-140")
            return new(ScopeLang.Scope.Global, "opt-in-140", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1410) && nnamespace_1410 == "ns-141" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-141", ScopeReason.RuleMatched);
        return Decide1000Part8(facts);
    }

    public static ScopeDecision Decide1000Part8(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1430) && sapp_1430 == "app-143")
            return new(ScopeLang.Scope.Global, "app-143", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1440) && ntier_1440 == "team-144" && service.TryGetValue("tier", out var stier_1440) && (stier_1440 == "api" || stier_1440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-144", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1460) && nexposed_1460 == "prod" && ns.TryGetValue("team", out var nexposed_1461) && nexposed_1461 == "team-146" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-146", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1470) && (sapps_1470 == "app-147" || sapps_1470 == "app-148"))
            return new(ScopeLang.Scope.Global, "apps-147", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1490) && slabelled_1490 == "app-149" && service.TryGetValue("istio.io/global", out var slabelled_1491) && slabelled_1491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-149", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1500) && (nopt_in_1500 == "prod" || nopt_in_1500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1500) && sopt_in_1500 == "true" && service.TryGetValue("team", out var sopt_in_1501) && sopt_in_1501 == "team-150")
            return new(ScopeLang.Scope.Global, "opt-in-150", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1510) && nnamespace_1510 == "ns-151" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-151", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1530) && sapp_1530 == "app-153")
            return new(ScopeLang.Scope.Global, "app-153", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1540) && ntier_1540 == "team-154" && service.TryGetValue("tier", out var stier_1540) && (stier_1540 == "api" || stier_1540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-154", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1560) && nexposed_1560 == "prod" && ns.TryGetValue("team", out var nexposed_1561) && nexposed_1561 == "team-156" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-156", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1570) && (sapps_1570 == "app-157" || sapps_1570 == "app-158"))
            return new(ScopeLang.Scope.Global, "apps-157", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1590) && slabelled_1590 == "app-159" && service.TryGetValue("istio.io/global", out var slabelled_1591) && slabelled_1591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-159", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1600) && (nopt_in_1600 == "prod" || nopt_in_1600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1600) && sopt_in_1600 == "true" && service.TryGetValue("team", out var sopt_in_1601) && sopt_in_1601 == "team-160")
            return new(ScopeLang.Scope.Global, "opt-in-160", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1610) && nnamespace_1610 == "ns-161" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-161", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1630) && sapp_1630 == "app-163")
            return new(ScopeLang.Scope.Global, "app-163", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1640) && ntier_1640 == "team-164" && service.TryGetValue("tier", out var stier_1640) && (stier_1640 == "api" || stier_1640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-164", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1660) && nexposed_1660 == "prod" && ns.TryGetValue("team", out var nexposed_1661) && nexposed_1661 == "team-166" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-166", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1670) && (sapps_1670 == "app-167" || sapps_1670 == "app-168"))
            return new(ScopeLang.Scope.Global, "apps-167", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1690) && slabelled_1690 == "app-169" && service.TryGetValue("istio.io/global", out var slabelled_1691) && slabelled_1691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-169", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1700) && (nopt_in_1700 == "prod" || nopt_in_1700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1700) && sopt_in_1700 == "true" && service.TryGetValue("team", out var sopt_in_1701) && sopt_in_1701 == "team-170")
            return new(ScopeLang.Scope.Global, "opt-in-170", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1710) && nnamespace_1710 == "ns-171" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-171", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1730) && sapp_1730 == "app-173")
            return new(ScopeLang.Scope.Global, "app-173", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1740) && ntier_1740 == "team-174" && service.TryGetValue("tier", out var stier_1740) && (stier_1740 == "api" || stier_1740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-174", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1760) && nexposed_1760 == "prod" && ns.TryGetValue("team", out var nexposed_1761) && nexposed_1761 == "team-176" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-176", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1770) && (sapps_1770 == "app-177" || sapps_1770 == "app-178"))
            return new(ScopeLang.Scope.Global, "apps-177", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1790) && slabelled_1790 == "app-179" && service.TryGetValue("istio.io/global", out var slabelled_1791) && slabelled_1791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-179", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1800) && (nopt_in_1800 == "prod" || nopt_in_1800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1800) && sopt_in_1800 == "true" && service.TryGetValue("team", out var sopt_in_1801) && sopt_in_1801 == "team-180")
            return new(ScopeLang.Scope.Global, "opt-in-180", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1810) && nnamespace_1810 == "ns-181" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-181", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1830) && sapp_1830 == "app-183")
            return new(ScopeLang.Scope.Global, "app-183", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1840) && ntier_1840 == "team-184" && service.TryGetValue("tier", out var stier_1840) && (stier_1840 == "api" || stier_1840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-184", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1860) && nexposed_1860 == "prod" && ns.TryGetValue("team", out var nexposed_1861) && nexposed_1861 == "team-186" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-186", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1870) && (sapps_1870 == "app-187" || sapps_1870 == "app-188"))
            return new(ScopeLang.Scope.Global, "apps-187", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1890) && slabelled_1890 == "app-189" && service.TryGetValue("istio.io/global", out var slabelled_1891) && slabelled_1891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-189", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_1900) && (nopt_in_1900 == "prod" || nopt_in_1900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_1900) && sopt_in_1900 == "true" && service.TryGetValue("team", out var sopt_in_1901) && sopt_in_1901 == "team-190")
            return new(ScopeLang.Scope.Global, "opt-in-190", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_1910) && nnamespace_1910 == "ns-191" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-191", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_1930) && sapp_1930 == "app-193")
            return new(ScopeLang.Scope.Global, "app-193", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_1940) && ntier_1940 == "team-194" && service.TryGetValue("tier", out var stier_1940) && (stier_1940 == "api" || stier_1940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-194", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_1960) && nexposed_1960 == "prod" && ns.TryGetValue("team", out var nexposed_1961) && nexposed_1961 == "team-196" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-196", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_1970) && (sapps_1970 == "app-197" || sapps_1970 == "app-198"))
            return new(ScopeLang.Scope.Global, "apps-197", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_1990) && slabelled_1990 == "app-199" && service.TryGetValue("istio.io/global", out var slabelled_1991) && slabelled_1991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-199", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2000) && (nopt_in_2000 == "prod" || nopt_in_2000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2000) && sopt_in_2000 == "true" && service.TryGetValue("team", out var sopt_in_2001) && sopt_in_2001 == "team-200")
            return new(ScopeLang.Scope.Global, "opt-in-200", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2010) && nnamespace_2010 == "ns-201" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-201", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2030) && sapp_2030 == "app-203")
            return new(ScopeLang.Scope.Global, "app-203", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2040) && ntier_2040 == "team-204" && service.TryGetValue("tier", out var stier_2040) && (stier_2040 == "api" || stier_2040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-204", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2060) && nexposed_2060 == "prod" && ns.TryGetValue("team", out var nexposed_2061) && nexposed_2061 == "team-206" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-206", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2070) && (sapps_2070 == "app-207" || sapps_2070 == "app-208"))
            return new(ScopeLang.Scope.Global, "apps-207", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2090) && slabelled_2090 == "app-209" && service.TryGetValue("istio.io/global", out var slabelled_2091) && slabelled_2091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-209", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2100) && (nopt_in_2100 == "prod" || nopt_in_2100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2100) && sopt_in_2100 == "true" && service.TryGetValue("team", out var sopt_in_2101) && sopt_in_2101 == "team-210")
            return new(ScopeLang.Scope.Global, "opt-in-210", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2110) && nnamespace_2110 == "ns-211" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-211", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2130) && sapp_2130 == "app-213")
            return new(ScopeLang.Scope.Global, "app-213", ScopeReason.RuleMatched);
        return Decide1000Part9(facts);
    }

    public static ScopeDecision Decide1000Part9(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("team", out var ntier_2140) && ntier_2140 == "team-214" && service.TryGetValue("tier", out var stier_2140) && (stier_2140 == "api" || stier_2140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-214", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2160) && nexposed_2160 == "prod" && ns.TryGetValue("team", out var nexposed_2161) && nexposed_2161 == "team-216" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-216", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2170) && (sapps_2170 == "app-217" || sapps_2170 == "app-218"))
            return new(ScopeLang.Scope.Global, "apps-217", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2190) && slabelled_2190 == "app-219" && service.TryGetValue("istio.io/global", out var slabelled_2191) && slabelled_2191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-219", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2200) && (nopt_in_2200 == "prod" || nopt_in_2200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2200) && sopt_in_2200 == "true" && service.TryGetValue("team", out var sopt_in_2201) && sopt_in_2201 == "team-220")
            return new(ScopeLang.Scope.Global, "opt-in-220", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2210) && nnamespace_2210 == "ns-221" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-221", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2230) && sapp_2230 == "app-223")
            return new(ScopeLang.Scope.Global, "app-223", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2240) && ntier_2240 == "team-224" && service.TryGetValue("tier", out var stier_2240) && (stier_2240 == "api" || stier_2240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-224", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2260) && nexposed_2260 == "prod" && ns.TryGetValue("team", out var nexposed_2261) && nexposed_2261 == "team-226" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-226", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2270) && (sapps_2270 == "app-227" || sapps_2270 == "app-228"))
            return new(ScopeLang.Scope.Global, "apps-227", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2290) && slabelled_2290 == "app-229" && service.TryGetValue("istio.io/global", out var slabelled_2291) && slabelled_2291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-229", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2300) && (nopt_in_2300 == "prod" || nopt_in_2300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2300) && sopt_in_2300 == "true" && service.TryGetValue("team", out var sopt_in_2301) && sopt_in_2301 == "team-230")
            return new(ScopeLang.Scope.Global, "opt-in-230", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2310) && nnamespace_2310 == "ns-231" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-231", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2330) && sapp_2330 == "app-233")
            return new(ScopeLang.Scope.Global, "app-233", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2340) && ntier_2340 == "team-234" && service.TryGetValue("tier", out var stier_2340) && (stier_2340 == "api" || stier_2340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-234", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2360) && nexposed_2360 == "prod" && ns.TryGetValue("team", out var nexposed_2361) && nexposed_2361 == "team-236" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-236", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2370) && (sapps_2370 == "app-237" || sapps_2370 == "app-238"))
            return new(ScopeLang.Scope.Global, "apps-237", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2390) && slabelled_2390 == "app-239" && service.TryGetValue("istio.io/global", out var slabelled_2391) && slabelled_2391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-239", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2400) && (nopt_in_2400 == "prod" || nopt_in_2400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2400) && sopt_in_2400 == "true" && service.TryGetValue("team", out var sopt_in_2401) && sopt_in_2401 == "team-240")
            return new(ScopeLang.Scope.Global, "opt-in-240", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2410) && nnamespace_2410 == "ns-241" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-241", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2430) && sapp_2430 == "app-243")
            return new(ScopeLang.Scope.Global, "app-243", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2440) && ntier_2440 == "team-244" && service.TryGetValue("tier", out var stier_2440) && (stier_2440 == "api" || stier_2440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-244", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2460) && nexposed_2460 == "prod" && ns.TryGetValue("team", out var nexposed_2461) && nexposed_2461 == "team-246" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-246", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2470) && (sapps_2470 == "app-247" || sapps_2470 == "app-248"))
            return new(ScopeLang.Scope.Global, "apps-247", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2490) && slabelled_2490 == "app-249" && service.TryGetValue("istio.io/global", out var slabelled_2491) && slabelled_2491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-249", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2500) && (nopt_in_2500 == "prod" || nopt_in_2500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2500) && sopt_in_2500 == "true" && service.TryGetValue("team", out var sopt_in_2501) && sopt_in_2501 == "team-250")
            return new(ScopeLang.Scope.Global, "opt-in-250", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2510) && nnamespace_2510 == "ns-251" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-251", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2530) && sapp_2530 == "app-253")
            return new(ScopeLang.Scope.Global, "app-253", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2540) && ntier_2540 == "team-254" && service.TryGetValue("tier", out var stier_2540) && (stier_2540 == "api" || stier_2540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-254", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2560) && nexposed_2560 == "prod" && ns.TryGetValue("team", out var nexposed_2561) && nexposed_2561 == "team-256" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-256", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2570) && (sapps_2570 == "app-257" || sapps_2570 == "app-258"))
            return new(ScopeLang.Scope.Global, "apps-257", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2590) && slabelled_2590 == "app-259" && service.TryGetValue("istio.io/global", out var slabelled_2591) && slabelled_2591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-259", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2600) && (nopt_in_2600 == "prod" || nopt_in_2600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2600) && sopt_in_2600 == "true" && service.TryGetValue("team", out var sopt_in_2601) && sopt_in_2601 == "team-260")
            return new(ScopeLang.Scope.Global, "opt-in-260", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2610) && nnamespace_2610 == "ns-261" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-261", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2630) && sapp_2630 == "app-263")
            return new(ScopeLang.Scope.Global, "app-263", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2640) && ntier_2640 == "team-264" && service.TryGetValue("tier", out var stier_2640) && (stier_2640 == "api" || stier_2640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-264", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2660) && nexposed_2660 == "prod" && ns.TryGetValue("team", out var nexposed_2661) && nexposed_2661 == "team-266" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-266", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2670) && (sapps_2670 == "app-267" || sapps_2670 == "app-268"))
            return new(ScopeLang.Scope.Global, "apps-267", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2690) && slabelled_2690 == "app-269" && service.TryGetValue("istio.io/global", out var slabelled_2691) && slabelled_2691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-269", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2700) && (nopt_in_2700 == "prod" || nopt_in_2700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2700) && sopt_in_2700 == "true" && service.TryGetValue("team", out var sopt_in_2701) && sopt_in_2701 == "team-270")
            return new(ScopeLang.Scope.Global, "opt-in-270", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2710) && nnamespace_2710 == "ns-271" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-271", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2730) && sapp_2730 == "app-273")
            return new(ScopeLang.Scope.Global, "app-273", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2740) && ntier_2740 == "team-274" && service.TryGetValue("tier", out var stier_2740) && (stier_2740 == "api" || stier_2740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-274", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2760) && nexposed_2760 == "prod" && ns.TryGetValue("team", out var nexposed_2761) && nexposed_2761 == "team-276" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-276", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2770) && (sapps_2770 == "app-277" || sapps_2770 == "app-278"))
            return new(ScopeLang.Scope.Global, "apps-277", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2790) && slabelled_2790 == "app-279" && service.TryGetValue("istio.io/global", out var slabelled_2791) && slabelled_2791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-279", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2800) && (nopt_in_2800 == "prod" || nopt_in_2800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2800) && sopt_in_2800 == "true" && service.TryGetValue("team", out var sopt_in_2801) && sopt_in_2801 == "team-280")
            return new(ScopeLang.Scope.Global, "opt-in-280", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2810) && nnamespace_2810 == "ns-281" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-281", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2830) && sapp_2830 == "app-283")
            return new(ScopeLang.Scope.Global, "app-283", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2840) && ntier_2840 == "team-284" && service.TryGetValue("tier", out var stier_2840) && (stier_2840 == "api" || stier_2840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-284", ScopeReason.RuleMatched);
        return Decide1000Part10(facts);
    }

    public static ScopeDecision Decide1000Part10(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("env", out var nexposed_2860) && nexposed_2860 == "prod" && ns.TryGetValue("team", out var nexposed_2861) && nexposed_2861 == "team-286" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-286", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2870) && (sapps_2870 == "app-287" || sapps_2870 == "app-288"))
            return new(ScopeLang.Scope.Global, "apps-287", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2890) && slabelled_2890 == "app-289" && service.TryGetValue("istio.io/global", out var slabelled_2891) && slabelled_2891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-289", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_2900) && (nopt_in_2900 == "prod" || nopt_in_2900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_2900) && sopt_in_2900 == "true" && service.TryGetValue("team", out var sopt_in_2901) && sopt_in_2901 == "team-290")
            return new(ScopeLang.Scope.Global, "opt-in-290", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_2910) && nnamespace_2910 == "ns-291" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-291", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_2930) && sapp_2930 == "app-293")
            return new(ScopeLang.Scope.Global, "app-293", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_2940) && ntier_2940 == "team-294" && service.TryGetValue("tier", out var stier_2940) && (stier_2940 == "api" || stier_2940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-294", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_2960) && nexposed_2960 == "prod" && ns.TryGetValue("team", out var nexposed_2961) && nexposed_2961 == "team-296" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-296", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_2970) && (sapps_2970 == "app-297" || sapps_2970 == "app-298"))
            return new(ScopeLang.Scope.Global, "apps-297", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_2990) && slabelled_2990 == "app-299" && service.TryGetValue("istio.io/global", out var slabelled_2991) && slabelled_2991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-299", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3000) && (nopt_in_3000 == "prod" || nopt_in_3000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3000) && sopt_in_3000 == "true" && service.TryGetValue("team", out var sopt_in_3001) && sopt_in_3001 == "team-300")
            return new(ScopeLang.Scope.Global, "opt-in-300", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3010) && nnamespace_3010 == "ns-301" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-301", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3030) && sapp_3030 == "app-303")
            return new(ScopeLang.Scope.Global, "app-303", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3040) && ntier_3040 == "team-304" && service.TryGetValue("tier", out var stier_3040) && (stier_3040 == "api" || stier_3040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-304", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3060) && nexposed_3060 == "prod" && ns.TryGetValue("team", out var nexposed_3061) && nexposed_3061 == "team-306" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-306", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3070) && (sapps_3070 == "app-307" || sapps_3070 == "app-308"))
            return new(ScopeLang.Scope.Global, "apps-307", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3090) && slabelled_3090 == "app-309" && service.TryGetValue("istio.io/global", out var slabelled_3091) && slabelled_3091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-309", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3100) && (nopt_in_3100 == "prod" || nopt_in_3100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3100) && sopt_in_3100 == "true" && service.TryGetValue("team", out var sopt_in_3101) && sopt_in_3101 == "team-310")
            return new(ScopeLang.Scope.Global, "opt-in-310", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3110) && nnamespace_3110 == "ns-311" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-311", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3130) && sapp_3130 == "app-313")
            return new(ScopeLang.Scope.Global, "app-313", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3140) && ntier_3140 == "team-314" && service.TryGetValue("tier", out var stier_3140) && (stier_3140 == "api" || stier_3140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-314", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3160) && nexposed_3160 == "prod" && ns.TryGetValue("team", out var nexposed_3161) && nexposed_3161 == "team-316" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-316", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3170) && (sapps_3170 == "app-317" || sapps_3170 == "app-318"))
            return new(ScopeLang.Scope.Global, "apps-317", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3190) && slabelled_3190 == "app-319" && service.TryGetValue("istio.io/global", out var slabelled_3191) && slabelled_3191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-319", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3200) && (nopt_in_3200 == "prod" || nopt_in_3200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3200) && sopt_in_3200 == "true" && service.TryGetValue("team", out var sopt_in_3201) && sopt_in_3201 == "team-320")
            return new(ScopeLang.Scope.Global, "opt-in-320", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3210) && nnamespace_3210 == "ns-321" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-321", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3230) && sapp_3230 == "app-323")
            return new(ScopeLang.Scope.Global, "app-323", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3240) && ntier_3240 == "team-324" && service.TryGetValue("tier", out var stier_3240) && (stier_3240 == "api" || stier_3240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-324", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3260) && nexposed_3260 == "prod" && ns.TryGetValue("team", out var nexposed_3261) && nexposed_3261 == "team-326" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-326", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3270) && (sapps_3270 == "app-327" || sapps_3270 == "app-328"))
            return new(ScopeLang.Scope.Global, "apps-327", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3290) && slabelled_3290 == "app-329" && service.TryGetValue("istio.io/global", out var slabelled_3291) && slabelled_3291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-329", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3300) && (nopt_in_3300 == "prod" || nopt_in_3300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3300) && sopt_in_3300 == "true" && service.TryGetValue("team", out var sopt_in_3301) && sopt_in_3301 == "team-330")
            return new(ScopeLang.Scope.Global, "opt-in-330", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3310) && nnamespace_3310 == "ns-331" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-331", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3330) && sapp_3330 == "app-333")
            return new(ScopeLang.Scope.Global, "app-333", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3340) && ntier_3340 == "team-334" && service.TryGetValue("tier", out var stier_3340) && (stier_3340 == "api" || stier_3340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-334", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3360) && nexposed_3360 == "prod" && ns.TryGetValue("team", out var nexposed_3361) && nexposed_3361 == "team-336" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-336", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3370) && (sapps_3370 == "app-337" || sapps_3370 == "app-338"))
            return new(ScopeLang.Scope.Global, "apps-337", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3390) && slabelled_3390 == "app-339" && service.TryGetValue("istio.io/global", out var slabelled_3391) && slabelled_3391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-339", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3400) && (nopt_in_3400 == "prod" || nopt_in_3400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3400) && sopt_in_3400 == "true" && service.TryGetValue("team", out var sopt_in_3401) && sopt_in_3401 == "team-340")
            return new(ScopeLang.Scope.Global, "opt-in-340", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3410) && nnamespace_3410 == "ns-341" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-341", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3430) && sapp_3430 == "app-343")
            return new(ScopeLang.Scope.Global, "app-343", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3440) && ntier_3440 == "team-344" && service.TryGetValue("tier", out var stier_3440) && (stier_3440 == "api" || stier_3440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-344", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3460) && nexposed_3460 == "prod" && ns.TryGetValue("team", out var nexposed_3461) && nexposed_3461 == "team-346" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-346", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3470) && (sapps_3470 == "app-347" || sapps_3470 == "app-348"))
            return new(ScopeLang.Scope.Global, "apps-347", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3490) && slabelled_3490 == "app-349" && service.TryGetValue("istio.io/global", out var slabelled_3491) && slabelled_3491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-349", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3500) && (nopt_in_3500 == "prod" || nopt_in_3500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3500) && sopt_in_3500 == "true" && service.TryGetValue("team", out var sopt_in_3501) && sopt_in_3501 == "team-350")
            return new(ScopeLang.Scope.Global, "opt-in-350", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3510) && nnamespace_3510 == "ns-351" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-351", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3530) && sapp_3530 == "app-353")
            return new(ScopeLang.Scope.Global, "app-353", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3540) && ntier_3540 == "team-354" && service.TryGetValue("tier", out var stier_3540) && (stier_3540 == "api" || stier_3540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-354", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3560) && nexposed_3560 == "prod" && ns.TryGetValue("team", out var nexposed_3561) && nexposed_3561 == "team-356" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-356", ScopeReason.RuleMatched);
        return Decide1000Part11(facts);
    }

    public static ScopeDecision Decide1000Part11(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3570) && (sapps_3570 == "app-357" || sapps_3570 == "app-358"))
            return new(ScopeLang.Scope.Global, "apps-357", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3590) && slabelled_3590 == "app-359" && service.TryGetValue("istio.io/global", out var slabelled_3591) && slabelled_3591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-359", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3600) && (nopt_in_3600 == "prod" || nopt_in_3600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3600) && sopt_in_3600 == "true" && service.TryGetValue("team", out var sopt_in_3601) && sopt_in_3601 == "team-360")
            return new(ScopeLang.Scope.Global, "opt-in-360", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3610) && nnamespace_3610 == "ns-361" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-361", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3630) && sapp_3630 == "app-363")
            return new(ScopeLang.Scope.Global, "app-363", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3640) && ntier_3640 == "team-364" && service.TryGetValue("tier", out var stier_3640) && (stier_3640 == "api" || stier_3640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-364", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3660) && nexposed_3660 == "prod" && ns.TryGetValue("team", out var nexposed_3661) && nexposed_3661 == "team-366" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-366", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3670) && (sapps_3670 == "app-367" || sapps_3670 == "app-368"))
            return new(ScopeLang.Scope.Global, "apps-367", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3690) && slabelled_3690 == "app-369" && service.TryGetValue("istio.io/global", out var slabelled_3691) && slabelled_3691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-369", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3700) && (nopt_in_3700 == "prod" || nopt_in_3700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3700) && sopt_in_3700 == "true" && service.TryGetValue("team", out var sopt_in_3701) && sopt_in_3701 == "team-370")
            return new(ScopeLang.Scope.Global, "opt-in-370", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3710) && nnamespace_3710 == "ns-371" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-371", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3730) && sapp_3730 == "app-373")
            return new(ScopeLang.Scope.Global, "app-373", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3740) && ntier_3740 == "team-374" && service.TryGetValue("tier", out var stier_3740) && (stier_3740 == "api" || stier_3740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-374", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3760) && nexposed_3760 == "prod" && ns.TryGetValue("team", out var nexposed_3761) && nexposed_3761 == "team-376" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-376", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3770) && (sapps_3770 == "app-377" || sapps_3770 == "app-378"))
            return new(ScopeLang.Scope.Global, "apps-377", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3790) && slabelled_3790 == "app-379" && service.TryGetValue("istio.io/global", out var slabelled_3791) && slabelled_3791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-379", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3800) && (nopt_in_3800 == "prod" || nopt_in_3800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3800) && sopt_in_3800 == "true" && service.TryGetValue("team", out var sopt_in_3801) && sopt_in_3801 == "team-380")
            return new(ScopeLang.Scope.Global, "opt-in-380", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3810) && nnamespace_3810 == "ns-381" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-381", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3830) && sapp_3830 == "app-383")
            return new(ScopeLang.Scope.Global, "app-383", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3840) && ntier_3840 == "team-384" && service.TryGetValue("tier", out var stier_3840) && (stier_3840 == "api" || stier_3840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-384", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3860) && nexposed_3860 == "prod" && ns.TryGetValue("team", out var nexposed_3861) && nexposed_3861 == "team-386" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-386", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3870) && (sapps_3870 == "app-387" || sapps_3870 == "app-388"))
            return new(ScopeLang.Scope.Global, "apps-387", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3890) && slabelled_3890 == "app-389" && service.TryGetValue("istio.io/global", out var slabelled_3891) && slabelled_3891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-389", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_3900) && (nopt_in_3900 == "prod" || nopt_in_3900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_3900) && sopt_in_3900 == "true" && service.TryGetValue("team", out var sopt_in_3901) && sopt_in_3901 == "team-390")
            return new(ScopeLang.Scope.Global, "opt-in-390", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_3910) && nnamespace_3910 == "ns-391" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-391", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_3930) && sapp_3930 == "app-393")
            return new(ScopeLang.Scope.Global, "app-393", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_3940) && ntier_3940 == "team-394" && service.TryGetValue("tier", out var stier_3940) && (stier_3940 == "api" || stier_3940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-394", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_3960) && nexposed_3960 == "prod" && ns.TryGetValue("team", out var nexposed_3961) && nexposed_3961 == "team-396" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-396", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_3970) && (sapps_3970 == "app-397" || sapps_3970 == "app-398"))
            return new(ScopeLang.Scope.Global, "apps-397", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_3990) && slabelled_3990 == "app-399" && service.TryGetValue("istio.io/global", out var slabelled_3991) && slabelled_3991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-399", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4000) && (nopt_in_4000 == "prod" || nopt_in_4000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4000) && sopt_in_4000 == "true" && service.TryGetValue("team", out var sopt_in_4001) && sopt_in_4001 == "team-400")
            return new(ScopeLang.Scope.Global, "opt-in-400", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4010) && nnamespace_4010 == "ns-401" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-401", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4030) && sapp_4030 == "app-403")
            return new(ScopeLang.Scope.Global, "app-403", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4040) && ntier_4040 == "team-404" && service.TryGetValue("tier", out var stier_4040) && (stier_4040 == "api" || stier_4040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-404", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4060) && nexposed_4060 == "prod" && ns.TryGetValue("team", out var nexposed_4061) && nexposed_4061 == "team-406" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-406", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4070) && (sapps_4070 == "app-407" || sapps_4070 == "app-408"))
            return new(ScopeLang.Scope.Global, "apps-407", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4090) && slabelled_4090 == "app-409" && service.TryGetValue("istio.io/global", out var slabelled_4091) && slabelled_4091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-409", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4100) && (nopt_in_4100 == "prod" || nopt_in_4100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4100) && sopt_in_4100 == "true" && service.TryGetValue("team", out var sopt_in_4101) && sopt_in_4101 == "team-410")
            return new(ScopeLang.Scope.Global, "opt-in-410", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4110) && nnamespace_4110 == "ns-411" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-411", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4130) && sapp_4130 == "app-413")
            return new(ScopeLang.Scope.Global, "app-413", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4140) && ntier_4140 == "team-414" && service.TryGetValue("tier", out var stier_4140) && (stier_4140 == "api" || stier_4140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-414", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4160) && nexposed_4160 == "prod" && ns.TryGetValue("team", out var nexposed_4161) && nexposed_4161 == "team-416" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-416", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4170) && (sapps_4170 == "app-417" || sapps_4170 == "app-418"))
            return new(ScopeLang.Scope.Global, "apps-417", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4190) && slabelled_4190 == "app-419" && service.TryGetValue("istio.io/global", out var slabelled_4191) && slabelled_4191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-419", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4200) && (nopt_in_4200 == "prod" || nopt_in_4200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4200) && sopt_in_4200 == "true" && service.TryGetValue("team", out var sopt_in_4201) && sopt_in_4201 == "team-420")
            return new(ScopeLang.Scope.Global, "opt-in-420", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4210) && nnamespace_4210 == "ns-421" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-421", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4230) && sapp_4230 == "app-423")
            return new(ScopeLang.Scope.Global, "app-423", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4240) && ntier_4240 == "team-424" && service.TryGetValue("tier", out var stier_4240) && (stier_4240 == "api" || stier_4240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-424", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4260) && nexposed_4260 == "prod" && ns.TryGetValue("team", out var nexposed_4261) && nexposed_4261 == "team-426" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-426", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4270) && (sapps_4270 == "app-427" || sapps_4270 == "app-428"))
            return new(ScopeLang.Scope.Global, "apps-427", ScopeReason.RuleMatched);
        return Decide1000Part12(facts);
    }

    public static ScopeDecision Decide1000Part12(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4290) && slabelled_4290 == "app-429" && service.TryGetValue("istio.io/global", out var slabelled_4291) && slabelled_4291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-429", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4300) && (nopt_in_4300 == "prod" || nopt_in_4300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4300) && sopt_in_4300 == "true" && service.TryGetValue("team", out var sopt_in_4301) && sopt_in_4301 == "team-430")
            return new(ScopeLang.Scope.Global, "opt-in-430", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4310) && nnamespace_4310 == "ns-431" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-431", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4330) && sapp_4330 == "app-433")
            return new(ScopeLang.Scope.Global, "app-433", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4340) && ntier_4340 == "team-434" && service.TryGetValue("tier", out var stier_4340) && (stier_4340 == "api" || stier_4340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-434", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4360) && nexposed_4360 == "prod" && ns.TryGetValue("team", out var nexposed_4361) && nexposed_4361 == "team-436" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-436", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4370) && (sapps_4370 == "app-437" || sapps_4370 == "app-438"))
            return new(ScopeLang.Scope.Global, "apps-437", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4390) && slabelled_4390 == "app-439" && service.TryGetValue("istio.io/global", out var slabelled_4391) && slabelled_4391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-439", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4400) && (nopt_in_4400 == "prod" || nopt_in_4400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4400) && sopt_in_4400 == "true" && service.TryGetValue("team", out var sopt_in_4401) && sopt_in_4401 == "team-440")
            return new(ScopeLang.Scope.Global, "opt-in-440", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4410) && nnamespace_4410 == "ns-441" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-441", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4430) && sapp_4430 == "app-443")
            return new(ScopeLang.Scope.Global, "app-443", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4440) && ntier_4440 == "team-444" && service.TryGetValue("tier", out var stier_4440) && (stier_4440 == "api" || stier_4440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-444", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4460) && nexposed_4460 == "prod" && ns.TryGetValue("team", out var nexposed_4461) && nexposed_4461 == "team-446" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-446", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4470) && (sapps_4470 == "app-447" || sapps_4470 == "app-448"))
            return new(ScopeLang.Scope.Global, "apps-447", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4490) && slabelled_4490 == "app-449" && service.TryGetValue("istio.io/global", out var slabelled_4491) && slabelled_4491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-449", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4500) && (nopt_in_4500 == "prod" || nopt_in_4500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4500) && sopt_in_4500 == "true" && service.TryGetValue("team", out var sopt_in_4501) && sopt_in_4501 == "team-450")
            return new(ScopeLang.Scope.Global, "opt-in-450", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4510) && nnamespace_4510 == "ns-451" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-451", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4530) && sapp_4530 == "app-453")
            return new(ScopeLang.Scope.Global, "app-453", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4540) && ntier_4540 == "team-454" && service.TryGetValue("tier", out var stier_4540) && (stier_4540 == "api" || stier_4540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-454", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4560) && nexposed_4560 == "prod" && ns.TryGetValue("team", out var nexposed_4561) && nexposed_4561 == "team-456" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-456", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4570) && (sapps_4570 == "app-457" || sapps_4570 == "app-458"))
            return new(ScopeLang.Scope.Global, "apps-457", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4590) && slabelled_4590 == "app-459" && service.TryGetValue("istio.io/global", out var slabelled_4591) && slabelled_4591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-459", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4600) && (nopt_in_4600 == "prod" || nopt_in_4600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4600) && sopt_in_4600 == "true" && service.TryGetValue("team", out var sopt_in_4601) && sopt_in_4601 == "team-460")
            return new(ScopeLang.Scope.Global, "opt-in-460", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4610) && nnamespace_4610 == "ns-461" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-461", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4630) && sapp_4630 == "app-463")
            return new(ScopeLang.Scope.Global, "app-463", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4640) && ntier_4640 == "team-464" && service.TryGetValue("tier", out var stier_4640) && (stier_4640 == "api" || stier_4640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-464", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4660) && nexposed_4660 == "prod" && ns.TryGetValue("team", out var nexposed_4661) && nexposed_4661 == "team-466" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-466", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4670) && (sapps_4670 == "app-467" || sapps_4670 == "app-468"))
            return new(ScopeLang.Scope.Global, "apps-467", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4690) && slabelled_4690 == "app-469" && service.TryGetValue("istio.io/global", out var slabelled_4691) && slabelled_4691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-469", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4700) && (nopt_in_4700 == "prod" || nopt_in_4700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4700) && sopt_in_4700 == "true" && service.TryGetValue("team", out var sopt_in_4701) && sopt_in_4701 == "team-470")
            return new(ScopeLang.Scope.Global, "opt-in-470", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4710) && nnamespace_4710 == "ns-471" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-471", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4730) && sapp_4730 == "app-473")
            return new(ScopeLang.Scope.Global, "app-473", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4740) && ntier_4740 == "team-474" && service.TryGetValue("tier", out var stier_4740) && (stier_4740 == "api" || stier_4740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-474", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4760) && nexposed_4760 == "prod" && ns.TryGetValue("team", out var nexposed_4761) && nexposed_4761 == "team-476" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-476", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4770) && (sapps_4770 == "app-477" || sapps_4770 == "app-478"))
            return new(ScopeLang.Scope.Global, "apps-477", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4790) && slabelled_4790 == "app-479" && service.TryGetValue("istio.io/global", out var slabelled_4791) && slabelled_4791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-479", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4800) && (nopt_in_4800 == "prod" || nopt_in_4800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4800) && sopt_in_4800 == "true" && service.TryGetValue("team", out var sopt_in_4801) && sopt_in_4801 == "team-480")
            return new(ScopeLang.Scope.Global, "opt-in-480", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4810) && nnamespace_4810 == "ns-481" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-481", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4830) && sapp_4830 == "app-483")
            return new(ScopeLang.Scope.Global, "app-483", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4840) && ntier_4840 == "team-484" && service.TryGetValue("tier", out var stier_4840) && (stier_4840 == "api" || stier_4840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-484", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4860) && nexposed_4860 == "prod" && ns.TryGetValue("team", out var nexposed_4861) && nexposed_4861 == "team-486" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-486", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4870) && (sapps_4870 == "app-487" || sapps_4870 == "app-488"))
            return new(ScopeLang.Scope.Global, "apps-487", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4890) && slabelled_4890 == "app-489" && service.TryGetValue("istio.io/global", out var slabelled_4891) && slabelled_4891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-489", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_4900) && (nopt_in_4900 == "prod" || nopt_in_4900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_4900) && sopt_in_4900 == "true" && service.TryGetValue("team", out var sopt_in_4901) && sopt_in_4901 == "team-490")
            return new(ScopeLang.Scope.Global, "opt-in-490", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_4910) && nnamespace_4910 == "ns-491" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-491", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_4930) && sapp_4930 == "app-493")
            return new(ScopeLang.Scope.Global, "app-493", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_4940) && ntier_4940 == "team-494" && service.TryGetValue("tier", out var stier_4940) && (stier_4940 == "api" || stier_4940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-494", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_4960) && nexposed_4960 == "prod" && ns.TryGetValue("team", out var nexposed_4961) && nexposed_4961 == "team-496" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-496", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_4970) && (sapps_4970 == "app-497" || sapps_4970 == "app-498"))
            return new(ScopeLang.Scope.Global, "apps-497", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_4990) && slabelled_4990 == "app-499" && service.TryGetValue("istio.io/global", out var slabelled_4991) && slabelled_4991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-499", ScopeReason.RuleMatched);
        return Decide1000Part13(facts);
    }

    public static ScopeDecision Decide1000Part13(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("env", out var nopt_in_5000) && (nopt_in_5000 == "prod" || nopt_in_5000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5000) && sopt_in_5000 == "true" && service.TryGetValue("team", out var sopt_in_5001) && sopt_in_5001 == "team-500")
            return new(ScopeLang.Scope.Global, "opt-in-500", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5010) && nnamespace_5010 == "ns-501" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-501", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5030) && sapp_5030 == "app-503")
            return new(ScopeLang.Scope.Global, "app-503", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5040) && ntier_5040 == "team-504" && service.TryGetValue("tier", out var stier_5040) && (stier_5040 == "api" || stier_5040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-504", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5060) && nexposed_5060 == "prod" && ns.TryGetValue("team", out var nexposed_5061) && nexposed_5061 == "team-506" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-506", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5070) && (sapps_5070 == "app-507" || sapps_5070 == "app-508"))
            return new(ScopeLang.Scope.Global, "apps-507", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5090) && slabelled_5090 == "app-509" && service.TryGetValue("istio.io/global", out var slabelled_5091) && slabelled_5091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-509", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5100) && (nopt_in_5100 == "prod" || nopt_in_5100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5100) && sopt_in_5100 == "true" && service.TryGetValue("team", out var sopt_in_5101) && sopt_in_5101 == "team-510")
            return new(ScopeLang.Scope.Global, "opt-in-510", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5110) && nnamespace_5110 == "ns-511" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-511", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5130) && sapp_5130 == "app-513")
            return new(ScopeLang.Scope.Global, "app-513", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5140) && ntier_5140 == "team-514" && service.TryGetValue("tier", out var stier_5140) && (stier_5140 == "api" || stier_5140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-514", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5160) && nexposed_5160 == "prod" && ns.TryGetValue("team", out var nexposed_5161) && nexposed_5161 == "team-516" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-516", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5170) && (sapps_5170 == "app-517" || sapps_5170 == "app-518"))
            return new(ScopeLang.Scope.Global, "apps-517", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5190) && slabelled_5190 == "app-519" && service.TryGetValue("istio.io/global", out var slabelled_5191) && slabelled_5191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-519", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5200) && (nopt_in_5200 == "prod" || nopt_in_5200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5200) && sopt_in_5200 == "true" && service.TryGetValue("team", out var sopt_in_5201) && sopt_in_5201 == "team-520")
            return new(ScopeLang.Scope.Global, "opt-in-520", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5210) && nnamespace_5210 == "ns-521" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-521", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5230) && sapp_5230 == "app-523")
            return new(ScopeLang.Scope.Global, "app-523", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5240) && ntier_5240 == "team-524" && service.TryGetValue("tier", out var stier_5240) && (stier_5240 == "api" || stier_5240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-524", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5260) && nexposed_5260 == "prod" && ns.TryGetValue("team", out var nexposed_5261) && nexposed_5261 == "team-526" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-526", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5270) && (sapps_5270 == "app-527" || sapps_5270 == "app-528"))
            return new(ScopeLang.Scope.Global, "apps-527", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5290) && slabelled_5290 == "app-529" && service.TryGetValue("istio.io/global", out var slabelled_5291) && slabelled_5291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-529", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5300) && (nopt_in_5300 == "prod" || nopt_in_5300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5300) && sopt_in_5300 == "true" && service.TryGetValue("team", out var sopt_in_5301) && sopt_in_5301 == "team-530")
            return new(ScopeLang.Scope.Global, "opt-in-530", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5310) && nnamespace_5310 == "ns-531" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-531", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5330) && sapp_5330 == "app-533")
            return new(ScopeLang.Scope.Global, "app-533", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5340) && ntier_5340 == "team-534" && service.TryGetValue("tier", out var stier_5340) && (stier_5340 == "api" || stier_5340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-534", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5360) && nexposed_5360 == "prod" && ns.TryGetValue("team", out var nexposed_5361) && nexposed_5361 == "team-536" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-536", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5370) && (sapps_5370 == "app-537" || sapps_5370 == "app-538"))
            return new(ScopeLang.Scope.Global, "apps-537", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5390) && slabelled_5390 == "app-539" && service.TryGetValue("istio.io/global", out var slabelled_5391) && slabelled_5391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-539", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5400) && (nopt_in_5400 == "prod" || nopt_in_5400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5400) && sopt_in_5400 == "true" && service.TryGetValue("team", out var sopt_in_5401) && sopt_in_5401 == "team-540")
            return new(ScopeLang.Scope.Global, "opt-in-540", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5410) && nnamespace_5410 == "ns-541" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-541", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5430) && sapp_5430 == "app-543")
            return new(ScopeLang.Scope.Global, "app-543", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5440) && ntier_5440 == "team-544" && service.TryGetValue("tier", out var stier_5440) && (stier_5440 == "api" || stier_5440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-544", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5460) && nexposed_5460 == "prod" && ns.TryGetValue("team", out var nexposed_5461) && nexposed_5461 == "team-546" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-546", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5470) && (sapps_5470 == "app-547" || sapps_5470 == "app-548"))
            return new(ScopeLang.Scope.Global, "apps-547", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5490) && slabelled_5490 == "app-549" && service.TryGetValue("istio.io/global", out var slabelled_5491) && slabelled_5491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-549", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5500) && (nopt_in_5500 == "prod" || nopt_in_5500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5500) && sopt_in_5500 == "true" && service.TryGetValue("team", out var sopt_in_5501) && sopt_in_5501 == "team-550")
            return new(ScopeLang.Scope.Global, "opt-in-550", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5510) && nnamespace_5510 == "ns-551" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-551", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5530) && sapp_5530 == "app-553")
            return new(ScopeLang.Scope.Global, "app-553", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5540) && ntier_5540 == "team-554" && service.TryGetValue("tier", out var stier_5540) && (stier_5540 == "api" || stier_5540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-554", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5560) && nexposed_5560 == "prod" && ns.TryGetValue("team", out var nexposed_5561) && nexposed_5561 == "team-556" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-556", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5570) && (sapps_5570 == "app-557" || sapps_5570 == "app-558"))
            return new(ScopeLang.Scope.Global, "apps-557", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5590) && slabelled_5590 == "app-559" && service.TryGetValue("istio.io/global", out var slabelled_5591) && slabelled_5591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-559", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5600) && (nopt_in_5600 == "prod" || nopt_in_5600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5600) && sopt_in_5600 == "true" && service.TryGetValue("team", out var sopt_in_5601) && sopt_in_5601 == "team-560")
            return new(ScopeLang.Scope.Global, "opt-in-560", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5610) && nnamespace_5610 == "ns-561" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-561", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5630) && sapp_5630 == "app-563")
            return new(ScopeLang.Scope.Global, "app-563", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5640) && ntier_5640 == "team-564" && service.TryGetValue("tier", out var stier_5640) && (stier_5640 == "api" || stier_5640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-564", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5660) && nexposed_5660 == "prod" && ns.TryGetValue("team", out var nexposed_5661) && nexposed_5661 == "team-566" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-566", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5670) && (sapps_5670 == "app-567" || sapps_5670 == "app-568"))
            return new(ScopeLang.Scope.Global, "apps-567", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5690) && slabelled_5690 == "app-569" && service.TryGetValue("istio.io/global", out var slabelled_5691) && slabelled_5691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-569", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5700) && (nopt_in_5700 == "prod" || nopt_in_5700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5700) && sopt_in_5700 == "true" && service.TryGetValue("team", out var sopt_in_5701) && sopt_in_5701 == "team-570")
            return new(ScopeLang.Scope.Global, "opt-in-570", ScopeReason.RuleMatched);
        return Decide1000Part14(facts);
    }

    public static ScopeDecision Decide1000Part14(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5710) && nnamespace_5710 == "ns-571" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-571", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5730) && sapp_5730 == "app-573")
            return new(ScopeLang.Scope.Global, "app-573", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5740) && ntier_5740 == "team-574" && service.TryGetValue("tier", out var stier_5740) && (stier_5740 == "api" || stier_5740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-574", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5760) && nexposed_5760 == "prod" && ns.TryGetValue("team", out var nexposed_5761) && nexposed_5761 == "team-576" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-576", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5770) && (sapps_5770 == "app-577" || sapps_5770 == "app-578"))
            return new(ScopeLang.Scope.Global, "apps-577", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5790) && slabelled_5790 == "app-579" && service.TryGetValue("istio.io/global", out var slabelled_5791) && slabelled_5791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-579", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5800) && (nopt_in_5800 == "prod" || nopt_in_5800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5800) && sopt_in_5800 == "true" && service.TryGetValue("team", out var sopt_in_5801) && sopt_in_5801 == "team-580")
            return new(ScopeLang.Scope.Global, "opt-in-580", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5810) && nnamespace_5810 == "ns-581" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-581", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5830) && sapp_5830 == "app-583")
            return new(ScopeLang.Scope.Global, "app-583", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5840) && ntier_5840 == "team-584" && service.TryGetValue("tier", out var stier_5840) && (stier_5840 == "api" || stier_5840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-584", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5860) && nexposed_5860 == "prod" && ns.TryGetValue("team", out var nexposed_5861) && nexposed_5861 == "team-586" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-586", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5870) && (sapps_5870 == "app-587" || sapps_5870 == "app-588"))
            return new(ScopeLang.Scope.Global, "apps-587", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5890) && slabelled_5890 == "app-589" && service.TryGetValue("istio.io/global", out var slabelled_5891) && slabelled_5891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-589", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_5900) && (nopt_in_5900 == "prod" || nopt_in_5900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_5900) && sopt_in_5900 == "true" && service.TryGetValue("team", out var sopt_in_5901) && sopt_in_5901 == "team-590")
            return new(ScopeLang.Scope.Global, "opt-in-590", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_5910) && nnamespace_5910 == "ns-591" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-591", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_5930) && sapp_5930 == "app-593")
            return new(ScopeLang.Scope.Global, "app-593", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_5940) && ntier_5940 == "team-594" && service.TryGetValue("tier", out var stier_5940) && (stier_5940 == "api" || stier_5940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-594", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_5960) && nexposed_5960 == "prod" && ns.TryGetValue("team", out var nexposed_5961) && nexposed_5961 == "team-596" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-596", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_5970) && (sapps_5970 == "app-597" || sapps_5970 == "app-598"))
            return new(ScopeLang.Scope.Global, "apps-597", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_5990) && slabelled_5990 == "app-599" && service.TryGetValue("istio.io/global", out var slabelled_5991) && slabelled_5991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-599", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6000) && (nopt_in_6000 == "prod" || nopt_in_6000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6000) && sopt_in_6000 == "true" && service.TryGetValue("team", out var sopt_in_6001) && sopt_in_6001 == "team-600")
            return new(ScopeLang.Scope.Global, "opt-in-600", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6010) && nnamespace_6010 == "ns-601" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-601", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6030) && sapp_6030 == "app-603")
            return new(ScopeLang.Scope.Global, "app-603", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6040) && ntier_6040 == "team-604" && service.TryGetValue("tier", out var stier_6040) && (stier_6040 == "api" || stier_6040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-604", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6060) && nexposed_6060 == "prod" && ns.TryGetValue("team", out var nexposed_6061) && nexposed_6061 == "team-606" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-606", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6070) && (sapps_6070 == "app-607" || sapps_6070 == "app-608"))
            return new(ScopeLang.Scope.Global, "apps-607", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6090) && slabelled_6090 == "app-609" && service.TryGetValue("istio.io/global", out var slabelled_6091) && slabelled_6091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-609", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6100) && (nopt_in_6100 == "prod" || nopt_in_6100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6100) && sopt_in_6100 == "true" && service.TryGetValue("team", out var sopt_in_6101) && sopt_in_6101 == "team-610")
            return new(ScopeLang.Scope.Global, "opt-in-610", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6110) && nnamespace_6110 == "ns-611" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-611", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6130) && sapp_6130 == "app-613")
            return new(ScopeLang.Scope.Global, "app-613", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6140) && ntier_6140 == "team-614" && service.TryGetValue("tier", out var stier_6140) && (stier_6140 == "api" || stier_6140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-614", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6160) && nexposed_6160 == "prod" && ns.TryGetValue("team", out var nexposed_6161) && nexposed_6161 == "team-616" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-616", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6170) && (sapps_6170 == "app-617" || sapps_6170 == "app-618"))
            return new(ScopeLang.Scope.Global, "apps-617", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6190) && slabelled_6190 == "app-619" && service.TryGetValue("istio.io/global", out var slabelled_6191) && slabelled_6191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-619", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6200) && (nopt_in_6200 == "prod" || nopt_in_6200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6200) && sopt_in_6200 == "true" && service.TryGetValue("team", out var sopt_in_6201) && sopt_in_6201 == "team-620")
            return new(ScopeLang.Scope.Global, "opt-in-620", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6210) && nnamespace_6210 == "ns-621" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-621", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6230) && sapp_6230 == "app-623")
            return new(ScopeLang.Scope.Global, "app-623", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6240) && ntier_6240 == "team-624" && service.TryGetValue("tier", out var stier_6240) && (stier_6240 == "api" || stier_6240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-624", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6260) && nexposed_6260 == "prod" && ns.TryGetValue("team", out var nexposed_6261) && nexposed_6261 == "team-626" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-626", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6270) && (sapps_6270 == "app-627" || sapps_6270 == "app-628"))
            return new(ScopeLang.Scope.Global, "apps-627", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6290) && slabelled_6290 == "app-629" && service.TryGetValue("istio.io/global", out var slabelled_6291) && slabelled_6291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-629", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6300) && (nopt_in_6300 == "prod" || nopt_in_6300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6300) && sopt_in_6300 == "true" && service.TryGetValue("team", out var sopt_in_6301) && sopt_in_6301 == "team-630")
            return new(ScopeLang.Scope.Global, "opt-in-630", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6310) && nnamespace_6310 == "ns-631" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-631", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6330) && sapp_6330 == "app-633")
            return new(ScopeLang.Scope.Global, "app-633", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6340) && ntier_6340 == "team-634" && service.TryGetValue("tier", out var stier_6340) && (stier_6340 == "api" || stier_6340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-634", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6360) && nexposed_6360 == "prod" && ns.TryGetValue("team", out var nexposed_6361) && nexposed_6361 == "team-636" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-636", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6370) && (sapps_6370 == "app-637" || sapps_6370 == "app-638"))
            return new(ScopeLang.Scope.Global, "apps-637", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6390) && slabelled_6390 == "app-639" && service.TryGetValue("istio.io/global", out var slabelled_6391) && slabelled_6391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-639", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6400) && (nopt_in_6400 == "prod" || nopt_in_6400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6400) && sopt_in_6400 == "true" && service.TryGetValue("team", out var sopt_in_6401) && sopt_in_6401 == "team-640")
            return new(ScopeLang.Scope.Global, "opt-in-640", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6410) && nnamespace_6410 == "ns-641" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-641", ScopeReason.RuleMatched);
        return Decide1000Part15(facts);
    }

    public static ScopeDecision Decide1000Part15(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6430) && sapp_6430 == "app-643")
            return new(ScopeLang.Scope.Global, "app-643", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6440) && ntier_6440 == "team-644" && service.TryGetValue("tier", out var stier_6440) && (stier_6440 == "api" || stier_6440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-644", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6460) && nexposed_6460 == "prod" && ns.TryGetValue("team", out var nexposed_6461) && nexposed_6461 == "team-646" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-646", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6470) && (sapps_6470 == "app-647" || sapps_6470 == "app-648"))
            return new(ScopeLang.Scope.Global, "apps-647", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6490) && slabelled_6490 == "app-649" && service.TryGetValue("istio.io/global", out var slabelled_6491) && slabelled_6491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-649", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6500) && (nopt_in_6500 == "prod" || nopt_in_6500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6500) && sopt_in_6500 == "true" && service.TryGetValue("team", out var sopt_in_6501) && sopt_in_6501 == "team-650")
            return new(ScopeLang.Scope.Global, "opt-in-650", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6510) && nnamespace_6510 == "ns-651" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-651", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6530) && sapp_6530 == "app-653")
            return new(ScopeLang.Scope.Global, "app-653", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6540) && ntier_6540 == "team-654" && service.TryGetValue("tier", out var stier_6540) && (stier_6540 == "api" || stier_6540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-654", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6560) && nexposed_6560 == "prod" && ns.TryGetValue("team", out var nexposed_6561) && nexposed_6561 == "team-656" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-656", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6570) && (sapps_6570 == "app-657" || sapps_6570 == "app-658"))
            return new(ScopeLang.Scope.Global, "apps-657", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6590) && slabelled_6590 == "app-659" && service.TryGetValue("istio.io/global", out var slabelled_6591) && slabelled_6591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-659", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6600) && (nopt_in_6600 == "prod" || nopt_in_6600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6600) && sopt_in_6600 == "true" && service.TryGetValue("team", out var sopt_in_6601) && sopt_in_6601 == "team-660")
            return new(ScopeLang.Scope.Global, "opt-in-660", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6610) && nnamespace_6610 == "ns-661" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-661", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6630) && sapp_6630 == "app-663")
            return new(ScopeLang.Scope.Global, "app-663", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6640) && ntier_6640 == "team-664" && service.TryGetValue("tier", out var stier_6640) && (stier_6640 == "api" || stier_6640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-664", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6660) && nexposed_6660 == "prod" && ns.TryGetValue("team", out var nexposed_6661) && nexposed_6661 == "team-666" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-666", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6670) && (sapps_6670 == "app-667" || sapps_6670 == "app-668"))
            return new(ScopeLang.Scope.Global, "apps-667", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6690) && slabelled_6690 == "app-669" && service.TryGetValue("istio.io/global", out var slabelled_6691) && slabelled_6691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-669", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6700) && (nopt_in_6700 == "prod" || nopt_in_6700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6700) && sopt_in_6700 == "true" && service.TryGetValue("team", out var sopt_in_6701) && sopt_in_6701 == "team-670")
            return new(ScopeLang.Scope.Global, "opt-in-670", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6710) && nnamespace_6710 == "ns-671" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-671", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6730) && sapp_6730 == "app-673")
            return new(ScopeLang.Scope.Global, "app-673", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6740) && ntier_6740 == "team-674" && service.TryGetValue("tier", out var stier_6740) && (stier_6740 == "api" || stier_6740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-674", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6760) && nexposed_6760 == "prod" && ns.TryGetValue("team", out var nexposed_6761) && nexposed_6761 == "team-676" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-676", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6770) && (sapps_6770 == "app-677" || sapps_6770 == "app-678"))
            return new(ScopeLang.Scope.Global, "apps-677", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6790) && slabelled_6790 == "app-679" && service.TryGetValue("istio.io/global", out var slabelled_6791) && slabelled_6791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-679", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6800) && (nopt_in_6800 == "prod" || nopt_in_6800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6800) && sopt_in_6800 == "true" && service.TryGetValue("team", out var sopt_in_6801) && sopt_in_6801 == "team-680")
            return new(ScopeLang.Scope.Global, "opt-in-680", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6810) && nnamespace_6810 == "ns-681" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-681", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6830) && sapp_6830 == "app-683")
            return new(ScopeLang.Scope.Global, "app-683", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6840) && ntier_6840 == "team-684" && service.TryGetValue("tier", out var stier_6840) && (stier_6840 == "api" || stier_6840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-684", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6860) && nexposed_6860 == "prod" && ns.TryGetValue("team", out var nexposed_6861) && nexposed_6861 == "team-686" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-686", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6870) && (sapps_6870 == "app-687" || sapps_6870 == "app-688"))
            return new(ScopeLang.Scope.Global, "apps-687", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6890) && slabelled_6890 == "app-689" && service.TryGetValue("istio.io/global", out var slabelled_6891) && slabelled_6891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-689", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_6900) && (nopt_in_6900 == "prod" || nopt_in_6900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_6900) && sopt_in_6900 == "true" && service.TryGetValue("team", out var sopt_in_6901) && sopt_in_6901 == "team-690")
            return new(ScopeLang.Scope.Global, "opt-in-690", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_6910) && nnamespace_6910 == "ns-691" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-691", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_6930) && sapp_6930 == "app-693")
            return new(ScopeLang.Scope.Global, "app-693", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_6940) && ntier_6940 == "team-694" && service.TryGetValue("tier", out var stier_6940) && (stier_6940 == "api" || stier_6940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-694", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_6960) && nexposed_6960 == "prod" && ns.TryGetValue("team", out var nexposed_6961) && nexposed_6961 == "team-696" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-696", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_6970) && (sapps_6970 == "app-697" || sapps_6970 == "app-698"))
            return new(ScopeLang.Scope.Global, "apps-697", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_6990) && slabelled_6990 == "app-699" && service.TryGetValue("istio.io/global", out var slabelled_6991) && slabelled_6991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-699", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7000) && (nopt_in_7000 == "prod" || nopt_in_7000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7000) && sopt_in_7000 == "true" && service.TryGetValue("team", out var sopt_in_7001) && sopt_in_7001 == "team-700")
            return new(ScopeLang.Scope.Global, "opt-in-700", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7010) && nnamespace_7010 == "ns-701" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-701", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7030) && sapp_7030 == "app-703")
            return new(ScopeLang.Scope.Global, "app-703", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7040) && ntier_7040 == "team-704" && service.TryGetValue("tier", out var stier_7040) && (stier_7040 == "api" || stier_7040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-704", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7060) && nexposed_7060 == "prod" && ns.TryGetValue("team", out var nexposed_7061) && nexposed_7061 == "team-706" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-706", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7070) && (sapps_7070 == "app-707" || sapps_7070 == "app-708"))
            return new(ScopeLang.Scope.Global, "apps-707", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7090) && slabelled_7090 == "app-709" && service.TryGetValue("istio.io/global", out var slabelled_7091) && slabelled_7091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-709", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7100) && (nopt_in_7100 == "prod" || nopt_in_7100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7100) && sopt_in_7100 == "true" && service.TryGetValue("team", out var sopt_in_7101) && sopt_in_7101 == "team-710")
            return new(ScopeLang.Scope.Global, "opt-in-710", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7110) && nnamespace_7110 == "ns-711" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-711", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7130) && sapp_7130 == "app-713")
            return new(ScopeLang.Scope.Global, "app-713", ScopeReason.RuleMatched);
        return Decide1000Part16(facts);
    }

    public static ScopeDecision Decide1000Part16(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("team", out var ntier_7140) && ntier_7140 == "team-714" && service.TryGetValue("tier", out var stier_7140) && (stier_7140 == "api" || stier_7140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-714", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7160) && nexposed_7160 == "prod" && ns.TryGetValue("team", out var nexposed_7161) && nexposed_7161 == "team-716" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-716", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7170) && (sapps_7170 == "app-717" || sapps_7170 == "app-718"))
            return new(ScopeLang.Scope.Global, "apps-717", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7190) && slabelled_7190 == "app-719" && service.TryGetValue("istio.io/global", out var slabelled_7191) && slabelled_7191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-719", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7200) && (nopt_in_7200 == "prod" || nopt_in_7200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7200) && sopt_in_7200 == "true" && service.TryGetValue("team", out var sopt_in_7201) && sopt_in_7201 == "team-720")
            return new(ScopeLang.Scope.Global, "opt-in-720", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7210) && nnamespace_7210 == "ns-721" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-721", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7230) && sapp_7230 == "app-723")
            return new(ScopeLang.Scope.Global, "app-723", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7240) && ntier_7240 == "team-724" && service.TryGetValue("tier", out var stier_7240) && (stier_7240 == "api" || stier_7240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-724", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7260) && nexposed_7260 == "prod" && ns.TryGetValue("team", out var nexposed_7261) && nexposed_7261 == "team-726" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-726", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7270) && (sapps_7270 == "app-727" || sapps_7270 == "app-728"))
            return new(ScopeLang.Scope.Global, "apps-727", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7290) && slabelled_7290 == "app-729" && service.TryGetValue("istio.io/global", out var slabelled_7291) && slabelled_7291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-729", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7300) && (nopt_in_7300 == "prod" || nopt_in_7300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7300) && sopt_in_7300 == "true" && service.TryGetValue("team", out var sopt_in_7301) && sopt_in_7301 == "team-730")
            return new(ScopeLang.Scope.Global, "opt-in-730", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7310) && nnamespace_7310 == "ns-731" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-731", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7330) && sapp_7330 == "app-733")
            return new(ScopeLang.Scope.Global, "app-733", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7340) && ntier_7340 == "team-734" && service.TryGetValue("tier", out var stier_7340) && (stier_7340 == "api" || stier_7340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-734", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7360) && nexposed_7360 == "prod" && ns.TryGetValue("team", out var nexposed_7361) && nexposed_7361 == "team-736" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-736", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7370) && (sapps_7370 == "app-737" || sapps_7370 == "app-738"))
            return new(ScopeLang.Scope.Global, "apps-737", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7390) && slabelled_7390 == "app-739" && service.TryGetValue("istio.io/global", out var slabelled_7391) && slabelled_7391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-739", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7400) && (nopt_in_7400 == "prod" || nopt_in_7400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7400) && sopt_in_7400 == "true" && service.TryGetValue("team", out var sopt_in_7401) && sopt_in_7401 == "team-740")
            return new(ScopeLang.Scope.Global, "opt-in-740", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7410) && nnamespace_7410 == "ns-741" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-741", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7430) && sapp_7430 == "app-743")
            return new(ScopeLang.Scope.Global, "app-743", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7440) && ntier_7440 == "team-744" && service.TryGetValue("tier", out var stier_7440) && (stier_7440 == "api" || stier_7440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-744", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7460) && nexposed_7460 == "prod" && ns.TryGetValue("team", out var nexposed_7461) && nexposed_7461 == "team-746" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-746", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7470) && (sapps_7470 == "app-747" || sapps_7470 == "app-748"))
            return new(ScopeLang.Scope.Global, "apps-747", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7490) && slabelled_7490 == "app-749" && service.TryGetValue("istio.io/global", out var slabelled_7491) && slabelled_7491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-749", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7500) && (nopt_in_7500 == "prod" || nopt_in_7500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7500) && sopt_in_7500 == "true" && service.TryGetValue("team", out var sopt_in_7501) && sopt_in_7501 == "team-750")
            return new(ScopeLang.Scope.Global, "opt-in-750", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7510) && nnamespace_7510 == "ns-751" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-751", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7530) && sapp_7530 == "app-753")
            return new(ScopeLang.Scope.Global, "app-753", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7540) && ntier_7540 == "team-754" && service.TryGetValue("tier", out var stier_7540) && (stier_7540 == "api" || stier_7540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-754", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7560) && nexposed_7560 == "prod" && ns.TryGetValue("team", out var nexposed_7561) && nexposed_7561 == "team-756" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-756", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7570) && (sapps_7570 == "app-757" || sapps_7570 == "app-758"))
            return new(ScopeLang.Scope.Global, "apps-757", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7590) && slabelled_7590 == "app-759" && service.TryGetValue("istio.io/global", out var slabelled_7591) && slabelled_7591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-759", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7600) && (nopt_in_7600 == "prod" || nopt_in_7600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7600) && sopt_in_7600 == "true" && service.TryGetValue("team", out var sopt_in_7601) && sopt_in_7601 == "team-760")
            return new(ScopeLang.Scope.Global, "opt-in-760", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7610) && nnamespace_7610 == "ns-761" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-761", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7630) && sapp_7630 == "app-763")
            return new(ScopeLang.Scope.Global, "app-763", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7640) && ntier_7640 == "team-764" && service.TryGetValue("tier", out var stier_7640) && (stier_7640 == "api" || stier_7640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-764", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7660) && nexposed_7660 == "prod" && ns.TryGetValue("team", out var nexposed_7661) && nexposed_7661 == "team-766" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-766", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7670) && (sapps_7670 == "app-767" || sapps_7670 == "app-768"))
            return new(ScopeLang.Scope.Global, "apps-767", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7690) && slabelled_7690 == "app-769" && service.TryGetValue("istio.io/global", out var slabelled_7691) && slabelled_7691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-769", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7700) && (nopt_in_7700 == "prod" || nopt_in_7700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7700) && sopt_in_7700 == "true" && service.TryGetValue("team", out var sopt_in_7701) && sopt_in_7701 == "team-770")
            return new(ScopeLang.Scope.Global, "opt-in-770", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7710) && nnamespace_7710 == "ns-771" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-771", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7730) && sapp_7730 == "app-773")
            return new(ScopeLang.Scope.Global, "app-773", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7740) && ntier_7740 == "team-774" && service.TryGetValue("tier", out var stier_7740) && (stier_7740 == "api" || stier_7740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-774", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7760) && nexposed_7760 == "prod" && ns.TryGetValue("team", out var nexposed_7761) && nexposed_7761 == "team-776" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-776", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7770) && (sapps_7770 == "app-777" || sapps_7770 == "app-778"))
            return new(ScopeLang.Scope.Global, "apps-777", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7790) && slabelled_7790 == "app-779" && service.TryGetValue("istio.io/global", out var slabelled_7791) && slabelled_7791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-779", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7800) && (nopt_in_7800 == "prod" || nopt_in_7800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7800) && sopt_in_7800 == "true" && service.TryGetValue("team", out var sopt_in_7801) && sopt_in_7801 == "team-780")
            return new(ScopeLang.Scope.Global, "opt-in-780", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7810) && nnamespace_7810 == "ns-781" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-781", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7830) && sapp_7830 == "app-783")
            return new(ScopeLang.Scope.Global, "app-783", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7840) && ntier_7840 == "team-784" && service.TryGetValue("tier", out var stier_7840) && (stier_7840 == "api" || stier_7840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-784", ScopeReason.RuleMatched);
        return Decide1000Part17(facts);
    }

    public static ScopeDecision Decide1000Part17(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (ns.TryGetValue("env", out var nexposed_7860) && nexposed_7860 == "prod" && ns.TryGetValue("team", out var nexposed_7861) && nexposed_7861 == "team-786" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-786", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7870) && (sapps_7870 == "app-787" || sapps_7870 == "app-788"))
            return new(ScopeLang.Scope.Global, "apps-787", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7890) && slabelled_7890 == "app-789" && service.TryGetValue("istio.io/global", out var slabelled_7891) && slabelled_7891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-789", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_7900) && (nopt_in_7900 == "prod" || nopt_in_7900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_7900) && sopt_in_7900 == "true" && service.TryGetValue("team", out var sopt_in_7901) && sopt_in_7901 == "team-790")
            return new(ScopeLang.Scope.Global, "opt-in-790", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_7910) && nnamespace_7910 == "ns-791" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-791", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_7930) && sapp_7930 == "app-793")
            return new(ScopeLang.Scope.Global, "app-793", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_7940) && ntier_7940 == "team-794" && service.TryGetValue("tier", out var stier_7940) && (stier_7940 == "api" || stier_7940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-794", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_7960) && nexposed_7960 == "prod" && ns.TryGetValue("team", out var nexposed_7961) && nexposed_7961 == "team-796" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-796", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_7970) && (sapps_7970 == "app-797" || sapps_7970 == "app-798"))
            return new(ScopeLang.Scope.Global, "apps-797", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_7990) && slabelled_7990 == "app-799" && service.TryGetValue("istio.io/global", out var slabelled_7991) && slabelled_7991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-799", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8000) && (nopt_in_8000 == "prod" || nopt_in_8000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8000) && sopt_in_8000 == "true" && service.TryGetValue("team", out var sopt_in_8001) && sopt_in_8001 == "team-800")
            return new(ScopeLang.Scope.Global, "opt-in-800", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8010) && nnamespace_8010 == "ns-801" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-801", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8030) && sapp_8030 == "app-803")
            return new(ScopeLang.Scope.Global, "app-803", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8040) && ntier_8040 == "team-804" && service.TryGetValue("tier", out var stier_8040) && (stier_8040 == "api" || stier_8040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-804", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8060) && nexposed_8060 == "prod" && ns.TryGetValue("team", out var nexposed_8061) && nexposed_8061 == "team-806" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-806", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8070) && (sapps_8070 == "app-807" || sapps_8070 == "app-808"))
            return new(ScopeLang.Scope.Global, "apps-807", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8090) && slabelled_8090 == "app-809" && service.TryGetValue("istio.io/global", out var slabelled_8091) && slabelled_8091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-809", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8100) && (nopt_in_8100 == "prod" || nopt_in_8100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8100) && sopt_in_8100 == "true" && service.TryGetValue("team", out var sopt_in_8101) && sopt_in_8101 == "team-810")
            return new(ScopeLang.Scope.Global, "opt-in-810", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8110) && nnamespace_8110 == "ns-811" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-811", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8130) && sapp_8130 == "app-813")
            return new(ScopeLang.Scope.Global, "app-813", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8140) && ntier_8140 == "team-814" && service.TryGetValue("tier", out var stier_8140) && (stier_8140 == "api" || stier_8140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-814", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8160) && nexposed_8160 == "prod" && ns.TryGetValue("team", out var nexposed_8161) && nexposed_8161 == "team-816" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-816", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8170) && (sapps_8170 == "app-817" || sapps_8170 == "app-818"))
            return new(ScopeLang.Scope.Global, "apps-817", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8190) && slabelled_8190 == "app-819" && service.TryGetValue("istio.io/global", out var slabelled_8191) && slabelled_8191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-819", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8200) && (nopt_in_8200 == "prod" || nopt_in_8200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8200) && sopt_in_8200 == "true" && service.TryGetValue("team", out var sopt_in_8201) && sopt_in_8201 == "team-820")
            return new(ScopeLang.Scope.Global, "opt-in-820", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8210) && nnamespace_8210 == "ns-821" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-821", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8230) && sapp_8230 == "app-823")
            return new(ScopeLang.Scope.Global, "app-823", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8240) && ntier_8240 == "team-824" && service.TryGetValue("tier", out var stier_8240) && (stier_8240 == "api" || stier_8240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-824", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8260) && nexposed_8260 == "prod" && ns.TryGetValue("team", out var nexposed_8261) && nexposed_8261 == "team-826" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-826", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8270) && (sapps_8270 == "app-827" || sapps_8270 == "app-828"))
            return new(ScopeLang.Scope.Global, "apps-827", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8290) && slabelled_8290 == "app-829" && service.TryGetValue("istio.io/global", out var slabelled_8291) && slabelled_8291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-829", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8300) && (nopt_in_8300 == "prod" || nopt_in_8300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8300) && sopt_in_8300 == "true" && service.TryGetValue("team", out var sopt_in_8301) && sopt_in_8301 == "team-830")
            return new(ScopeLang.Scope.Global, "opt-in-830", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8310) && nnamespace_8310 == "ns-831" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-831", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8330) && sapp_8330 == "app-833")
            return new(ScopeLang.Scope.Global, "app-833", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8340) && ntier_8340 == "team-834" && service.TryGetValue("tier", out var stier_8340) && (stier_8340 == "api" || stier_8340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-834", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8360) && nexposed_8360 == "prod" && ns.TryGetValue("team", out var nexposed_8361) && nexposed_8361 == "team-836" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-836", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8370) && (sapps_8370 == "app-837" || sapps_8370 == "app-838"))
            return new(ScopeLang.Scope.Global, "apps-837", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8390) && slabelled_8390 == "app-839" && service.TryGetValue("istio.io/global", out var slabelled_8391) && slabelled_8391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-839", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8400) && (nopt_in_8400 == "prod" || nopt_in_8400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8400) && sopt_in_8400 == "true" && service.TryGetValue("team", out var sopt_in_8401) && sopt_in_8401 == "team-840")
            return new(ScopeLang.Scope.Global, "opt-in-840", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8410) && nnamespace_8410 == "ns-841" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-841", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8430) && sapp_8430 == "app-843")
            return new(ScopeLang.Scope.Global, "app-843", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8440) && ntier_8440 == "team-844" && service.TryGetValue("tier", out var stier_8440) && (stier_8440 == "api" || stier_8440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-844", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8460) && nexposed_8460 == "prod" && ns.TryGetValue("team", out var nexposed_8461) && nexposed_8461 == "team-846" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-846", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8470) && (sapps_8470 == "app-847" || sapps_8470 == "app-848"))
            return new(ScopeLang.Scope.Global, "apps-847", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8490) && slabelled_8490 == "app-849" && service.TryGetValue("istio.io/global", out var slabelled_8491) && slabelled_8491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-849", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8500) && (nopt_in_8500 == "prod" || nopt_in_8500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8500) && sopt_in_8500 == "true" && service.TryGetValue("team", out var sopt_in_8501) && sopt_in_8501 == "team-850")
            return new(ScopeLang.Scope.Global, "opt-in-850", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8510) && nnamespace_8510 == "ns-851" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-851", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8530) && sapp_8530 == "app-853")
            return new(ScopeLang.Scope.Global, "app-853", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8540) && ntier_8540 == "team-854" && service.TryGetValue("tier", out var stier_8540) && (stier_8540 == "api" || stier_8540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-854", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8560) && nexposed_8560 == "prod" && ns.TryGetValue("team", out var nexposed_8561) && nexposed_8561 == "team-856" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-856", ScopeReason.RuleMatched);
        return Decide1000Part18(facts);
    }

    public static ScopeDecision Decide1000Part18(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8570) && (sapps_8570 == "app-857" || sapps_8570 == "app-858"))
            return new(ScopeLang.Scope.Global, "apps-857", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8590) && slabelled_8590 == "app-859" && service.TryGetValue("istio.io/global", out var slabelled_8591) && slabelled_8591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-859", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8600) && (nopt_in_8600 == "prod" || nopt_in_8600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8600) && sopt_in_8600 == "true" && service.TryGetValue("team", out var sopt_in_8601) && sopt_in_8601 == "team-860")
            return new(ScopeLang.Scope.Global, "opt-in-860", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8610) && nnamespace_8610 == "ns-861" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-861", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8630) && sapp_8630 == "app-863")
            return new(ScopeLang.Scope.Global, "app-863", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8640) && ntier_8640 == "team-864" && service.TryGetValue("tier", out var stier_8640) && (stier_8640 == "api" || stier_8640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-864", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8660) && nexposed_8660 == "prod" && ns.TryGetValue("team", out var nexposed_8661) && nexposed_8661 == "team-866" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-866", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8670) && (sapps_8670 == "app-867" || sapps_8670 == "app-868"))
            return new(ScopeLang.Scope.Global, "apps-867", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8690) && slabelled_8690 == "app-869" && service.TryGetValue("istio.io/global", out var slabelled_8691) && slabelled_8691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-869", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8700) && (nopt_in_8700 == "prod" || nopt_in_8700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8700) && sopt_in_8700 == "true" && service.TryGetValue("team", out var sopt_in_8701) && sopt_in_8701 == "team-870")
            return new(ScopeLang.Scope.Global, "opt-in-870", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8710) && nnamespace_8710 == "ns-871" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-871", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8730) && sapp_8730 == "app-873")
            return new(ScopeLang.Scope.Global, "app-873", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8740) && ntier_8740 == "team-874" && service.TryGetValue("tier", out var stier_8740) && (stier_8740 == "api" || stier_8740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-874", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8760) && nexposed_8760 == "prod" && ns.TryGetValue("team", out var nexposed_8761) && nexposed_8761 == "team-876" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-876", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8770) && (sapps_8770 == "app-877" || sapps_8770 == "app-878"))
            return new(ScopeLang.Scope.Global, "apps-877", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8790) && slabelled_8790 == "app-879" && service.TryGetValue("istio.io/global", out var slabelled_8791) && slabelled_8791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-879", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8800) && (nopt_in_8800 == "prod" || nopt_in_8800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8800) && sopt_in_8800 == "true" && service.TryGetValue("team", out var sopt_in_8801) && sopt_in_8801 == "team-880")
            return new(ScopeLang.Scope.Global, "opt-in-880", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8810) && nnamespace_8810 == "ns-881" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-881", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8830) && sapp_8830 == "app-883")
            return new(ScopeLang.Scope.Global, "app-883", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8840) && ntier_8840 == "team-884" && service.TryGetValue("tier", out var stier_8840) && (stier_8840 == "api" || stier_8840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-884", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8860) && nexposed_8860 == "prod" && ns.TryGetValue("team", out var nexposed_8861) && nexposed_8861 == "team-886" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-886", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8870) && (sapps_8870 == "app-887" || sapps_8870 == "app-888"))
            return new(ScopeLang.Scope.Global, "apps-887", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8890) && slabelled_8890 == "app-889" && service.TryGetValue("istio.io/global", out var slabelled_8891) && slabelled_8891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-889", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_8900) && (nopt_in_8900 == "prod" || nopt_in_8900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_8900) && sopt_in_8900 == "true" && service.TryGetValue("team", out var sopt_in_8901) && sopt_in_8901 == "team-890")
            return new(ScopeLang.Scope.Global, "opt-in-890", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_8910) && nnamespace_8910 == "ns-891" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-891", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_8930) && sapp_8930 == "app-893")
            return new(ScopeLang.Scope.Global, "app-893", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_8940) && ntier_8940 == "team-894" && service.TryGetValue("tier", out var stier_8940) && (stier_8940 == "api" || stier_8940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-894", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_8960) && nexposed_8960 == "prod" && ns.TryGetValue("team", out var nexposed_8961) && nexposed_8961 == "team-896" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-896", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_8970) && (sapps_8970 == "app-897" || sapps_8970 == "app-898"))
            return new(ScopeLang.Scope.Global, "apps-897", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_8990) && slabelled_8990 == "app-899" && service.TryGetValue("istio.io/global", out var slabelled_8991) && slabelled_8991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-899", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9000) && (nopt_in_9000 == "prod" || nopt_in_9000 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9000) && sopt_in_9000 == "true" && service.TryGetValue("team", out var sopt_in_9001) && sopt_in_9001 == "team-900")
            return new(ScopeLang.Scope.Global, "opt-in-900", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9010) && nnamespace_9010 == "ns-901" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-901", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9030) && sapp_9030 == "app-903")
            return new(ScopeLang.Scope.Global, "app-903", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9040) && ntier_9040 == "team-904" && service.TryGetValue("tier", out var stier_9040) && (stier_9040 == "api" || stier_9040 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-904", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9060) && nexposed_9060 == "prod" && ns.TryGetValue("team", out var nexposed_9061) && nexposed_9061 == "team-906" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-906", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9070) && (sapps_9070 == "app-907" || sapps_9070 == "app-908"))
            return new(ScopeLang.Scope.Global, "apps-907", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9090) && slabelled_9090 == "app-909" && service.TryGetValue("istio.io/global", out var slabelled_9091) && slabelled_9091 == "true")
            return new(ScopeLang.Scope.Global, "labelled-909", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9100) && (nopt_in_9100 == "prod" || nopt_in_9100 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9100) && sopt_in_9100 == "true" && service.TryGetValue("team", out var sopt_in_9101) && sopt_in_9101 == "team-910")
            return new(ScopeLang.Scope.Global, "opt-in-910", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9110) && nnamespace_9110 == "ns-911" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-911", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9130) && sapp_9130 == "app-913")
            return new(ScopeLang.Scope.Global, "app-913", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9140) && ntier_9140 == "team-914" && service.TryGetValue("tier", out var stier_9140) && (stier_9140 == "api" || stier_9140 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-914", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9160) && nexposed_9160 == "prod" && ns.TryGetValue("team", out var nexposed_9161) && nexposed_9161 == "team-916" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-916", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9170) && (sapps_9170 == "app-917" || sapps_9170 == "app-918"))
            return new(ScopeLang.Scope.Global, "apps-917", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9190) && slabelled_9190 == "app-919" && service.TryGetValue("istio.io/global", out var slabelled_9191) && slabelled_9191 == "true")
            return new(ScopeLang.Scope.Global, "labelled-919", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9200) && (nopt_in_9200 == "prod" || nopt_in_9200 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9200) && sopt_in_9200 == "true" && service.TryGetValue("team", out var sopt_in_9201) && sopt_in_9201 == "team-920")
            return new(ScopeLang.Scope.Global, "opt-in-920", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9210) && nnamespace_9210 == "ns-921" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-921", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9230) && sapp_9230 == "app-923")
            return new(ScopeLang.Scope.Global, "app-923", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9240) && ntier_9240 == "team-924" && service.TryGetValue("tier", out var stier_9240) && (stier_9240 == "api" || stier_9240 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-924", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9260) && nexposed_9260 == "prod" && ns.TryGetValue("team", out var nexposed_9261) && nexposed_9261 == "team-926" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-926", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9270) && (sapps_9270 == "app-927" || sapps_9270 == "app-928"))
            return new(ScopeLang.Scope.Global, "apps-927", ScopeReason.RuleMatched);
        return Decide1000Part19(facts);
    }

    public static ScopeDecision Decide1000Part19(DictionaryFacts facts)
    {
        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9290) && slabelled_9290 == "app-929" && service.TryGetValue("istio.io/global", out var slabelled_9291) && slabelled_9291 == "true")
            return new(ScopeLang.Scope.Global, "labelled-929", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9300) && (nopt_in_9300 == "prod" || nopt_in_9300 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9300) && sopt_in_9300 == "true" && service.TryGetValue("team", out var sopt_in_9301) && sopt_in_9301 == "team-930")
            return new(ScopeLang.Scope.Global, "opt-in-930", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9310) && nnamespace_9310 == "ns-931" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-931", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9330) && sapp_9330 == "app-933")
            return new(ScopeLang.Scope.Global, "app-933", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9340) && ntier_9340 == "team-934" && service.TryGetValue("tier", out var stier_9340) && (stier_9340 == "api" || stier_9340 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-934", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9360) && nexposed_9360 == "prod" && ns.TryGetValue("team", out var nexposed_9361) && nexposed_9361 == "team-936" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-936", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9370) && (sapps_9370 == "app-937" || sapps_9370 == "app-938"))
            return new(ScopeLang.Scope.Global, "apps-937", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9390) && slabelled_9390 == "app-939" && service.TryGetValue("istio.io/global", out var slabelled_9391) && slabelled_9391 == "true")
            return new(ScopeLang.Scope.Global, "labelled-939", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9400) && (nopt_in_9400 == "prod" || nopt_in_9400 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9400) && sopt_in_9400 == "true" && service.TryGetValue("team", out var sopt_in_9401) && sopt_in_9401 == "team-940")
            return new(ScopeLang.Scope.Global, "opt-in-940", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9410) && nnamespace_9410 == "ns-941" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-941", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9430) && sapp_9430 == "app-943")
            return new(ScopeLang.Scope.Global, "app-943", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9440) && ntier_9440 == "team-944" && service.TryGetValue("tier", out var stier_9440) && (stier_9440 == "api" || stier_9440 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-944", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9460) && nexposed_9460 == "prod" && ns.TryGetValue("team", out var nexposed_9461) && nexposed_9461 == "team-946" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-946", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9470) && (sapps_9470 == "app-947" || sapps_9470 == "app-948"))
            return new(ScopeLang.Scope.Global, "apps-947", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9490) && slabelled_9490 == "app-949" && service.TryGetValue("istio.io/global", out var slabelled_9491) && slabelled_9491 == "true")
            return new(ScopeLang.Scope.Global, "labelled-949", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9500) && (nopt_in_9500 == "prod" || nopt_in_9500 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9500) && sopt_in_9500 == "true" && service.TryGetValue("team", out var sopt_in_9501) && sopt_in_9501 == "team-950")
            return new(ScopeLang.Scope.Global, "opt-in-950", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9510) && nnamespace_9510 == "ns-951" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-951", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9530) && sapp_9530 == "app-953")
            return new(ScopeLang.Scope.Global, "app-953", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9540) && ntier_9540 == "team-954" && service.TryGetValue("tier", out var stier_9540) && (stier_9540 == "api" || stier_9540 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-954", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9560) && nexposed_9560 == "prod" && ns.TryGetValue("team", out var nexposed_9561) && nexposed_9561 == "team-956" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-956", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9570) && (sapps_9570 == "app-957" || sapps_9570 == "app-958"))
            return new(ScopeLang.Scope.Global, "apps-957", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9590) && slabelled_9590 == "app-959" && service.TryGetValue("istio.io/global", out var slabelled_9591) && slabelled_9591 == "true")
            return new(ScopeLang.Scope.Global, "labelled-959", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9600) && (nopt_in_9600 == "prod" || nopt_in_9600 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9600) && sopt_in_9600 == "true" && service.TryGetValue("team", out var sopt_in_9601) && sopt_in_9601 == "team-960")
            return new(ScopeLang.Scope.Global, "opt-in-960", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9610) && nnamespace_9610 == "ns-961" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-961", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9630) && sapp_9630 == "app-963")
            return new(ScopeLang.Scope.Global, "app-963", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9640) && ntier_9640 == "team-964" && service.TryGetValue("tier", out var stier_9640) && (stier_9640 == "api" || stier_9640 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-964", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9660) && nexposed_9660 == "prod" && ns.TryGetValue("team", out var nexposed_9661) && nexposed_9661 == "team-966" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-966", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9670) && (sapps_9670 == "app-967" || sapps_9670 == "app-968"))
            return new(ScopeLang.Scope.Global, "apps-967", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9690) && slabelled_9690 == "app-969" && service.TryGetValue("istio.io/global", out var slabelled_9691) && slabelled_9691 == "true")
            return new(ScopeLang.Scope.Global, "labelled-969", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9700) && (nopt_in_9700 == "prod" || nopt_in_9700 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9700) && sopt_in_9700 == "true" && service.TryGetValue("team", out var sopt_in_9701) && sopt_in_9701 == "team-970")
            return new(ScopeLang.Scope.Global, "opt-in-970", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9710) && nnamespace_9710 == "ns-971" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-971", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9730) && sapp_9730 == "app-973")
            return new(ScopeLang.Scope.Global, "app-973", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9740) && ntier_9740 == "team-974" && service.TryGetValue("tier", out var stier_9740) && (stier_9740 == "api" || stier_9740 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-974", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9760) && nexposed_9760 == "prod" && ns.TryGetValue("team", out var nexposed_9761) && nexposed_9761 == "team-976" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-976", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9770) && (sapps_9770 == "app-977" || sapps_9770 == "app-978"))
            return new(ScopeLang.Scope.Global, "apps-977", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9790) && slabelled_9790 == "app-979" && service.TryGetValue("istio.io/global", out var slabelled_9791) && slabelled_9791 == "true")
            return new(ScopeLang.Scope.Global, "labelled-979", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9800) && (nopt_in_9800 == "prod" || nopt_in_9800 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9800) && sopt_in_9800 == "true" && service.TryGetValue("team", out var sopt_in_9801) && sopt_in_9801 == "team-980")
            return new(ScopeLang.Scope.Global, "opt-in-980", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9810) && nnamespace_9810 == "ns-981" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-981", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9830) && sapp_9830 == "app-983")
            return new(ScopeLang.Scope.Global, "app-983", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9840) && ntier_9840 == "team-984" && service.TryGetValue("tier", out var stier_9840) && (stier_9840 == "api" || stier_9840 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-984", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9860) && nexposed_9860 == "prod" && ns.TryGetValue("team", out var nexposed_9861) && nexposed_9861 == "team-986" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-986", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9870) && (sapps_9870 == "app-987" || sapps_9870 == "app-988"))
            return new(ScopeLang.Scope.Global, "apps-987", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9890) && slabelled_9890 == "app-989" && service.TryGetValue("istio.io/global", out var slabelled_9891) && slabelled_9891 == "true")
            return new(ScopeLang.Scope.Global, "labelled-989", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nopt_in_9900) && (nopt_in_9900 == "prod" || nopt_in_9900 == "staging") && service.TryGetValue("istio.io/global", out var sopt_in_9900) && sopt_in_9900 == "true" && service.TryGetValue("team", out var sopt_in_9901) && sopt_in_9901 == "team-990")
            return new(ScopeLang.Scope.Global, "opt-in-990", ScopeReason.RuleMatched);
        if (ns.TryGetValue("kubernetes.io/metadata.name", out var nnamespace_9910) && nnamespace_9910 == "ns-991" && !service.ContainsKey("internal"))
            return new(ScopeLang.Scope.Global, "namespace-991", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var sapp_9930) && sapp_9930 == "app-993")
            return new(ScopeLang.Scope.Global, "app-993", ScopeReason.RuleMatched);
        if (ns.TryGetValue("team", out var ntier_9940) && ntier_9940 == "team-994" && service.TryGetValue("tier", out var stier_9940) && (stier_9940 == "api" || stier_9940 == "frontend"))
            return new(ScopeLang.Scope.Global, "tier-994", ScopeReason.RuleMatched);
        if (ns.TryGetValue("env", out var nexposed_9960) && nexposed_9960 == "prod" && ns.TryGetValue("team", out var nexposed_9961) && nexposed_9961 == "team-996" && service.ContainsKey("exposed"))
            return new(ScopeLang.Scope.Global, "exposed-996", ScopeReason.RuleMatched);
        if (!ns.ContainsKey("internal") && service.TryGetValue("app.kubernetes.io/name", out var sapps_9970) && (sapps_9970 == "app-997" || sapps_9970 == "app-998"))
            return new(ScopeLang.Scope.Global, "apps-997", ScopeReason.RuleMatched);
        if (service.TryGetValue("app.kubernetes.io/name", out var slabelled_9990) && slabelled_9990 == "app-999" && service.TryGetValue("istio.io/global", out var slabelled_9991) && slabelled_9991 == "true")
            return new(ScopeLang.Scope.Global, "labelled-999", ScopeReason.RuleMatched);
        return default;
    }
}
