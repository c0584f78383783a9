package throughline.hardware;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import throughline.hardware.Cluster.Island;
import throughline.hardware.Cluster.Network;
import throughline.hardware.Cluster.Tier;
import throughline.hardware.Cluster.Way;

/// Clusters and libraries of collectives as profiles have them.
final class ClusterProfile {
    private ClusterProfile() {}

    /// A cluster: `node` has `devices`, a `link` and, if it has smaller `tiers`, these by name; `network` is what all
    /// nodes have; `islands`, if there are any, stand by name; `all-reduce` is a [Way], a ring if it is missing.
    static Cluster cluster(Profile profile) {
        profile.expect("cluster");
        Cluster cluster = new Cluster(
                profile.text("name"),
                Device.named(profile.text("device")),
                tiers(profile),
                network(profile, "network"),
                islands(profile),
                way(profile),
                Cluster.Library.named(profile.text("collectives")),
                profile.text("source"));
        profile.end();
        return cluster;
    }

    private static List<Tier> tiers(Profile profile) {
        List<Tier> tiers = new ArrayList<>();
        for (String name : profile.keys("node.tiers")) {
            tiers.add(tier(profile, "node.tiers." + name));
        }
        tiers.add(tier(profile, "node"));
        for (int i = 1; i < tiers.size(); i++) {
            if (tiers.get(i).devices() % tiers.get(i - 1).devices() != 0) {
                throw profile.refusal(
                        "node.tiers." + profile.keys("node.tiers").get(i - 1) + ".devices",
                        "[%d] must divide the devices of the next tier or node [%d]",
                        tiers.get(i - 1).devices(),
                        tiers.get(i).devices());
            }
        }
        return tiers;
    }

    private static Tier tier(Profile profile, String key) {
        return new Tier(profile.count(key + ".devices"), Link.named(profile.text(key + ".link")));
    }

    private static Network network(Profile profile, String key) {
        return new Network(Link.named(profile.text(key + ".link")), profile.count(key + ".cards"));
    }

    private static List<Island> islands(Profile profile) {
        return profile.keys("islands").stream()
                .map(name -> new Island(
                        name, profile.count("islands." + name + ".nodes"), network(profile, "islands." + name)))
                .toList();
    }

    private static Way way(Profile profile) {
        String text = profile.textIfKnown("all-reduce").orElse("ring");
        return Arrays.stream(Way.values())
                .filter(way -> way.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> profile.refusal("all-reduce", "[%s] must be ring, hierarchical or faster", text));
    }

    /// A library of collectives.
    static Cluster.Library library(Profile profile) {
        profile.expect("collectives");
        Cluster.Library library = new Cluster.Library(
                profile.text("name"),
                profile.quantity("all-reduce.inside.latency", "s"),
                profile.quantity("all-reduce.outside.latency", "s"),
                profile.number("all-reduce.inside.bandwidth"),
                profile.number("all-reduce.outside.bandwidth"),
                profile.quantity("all-reduce.large.latency", "s"),
                profile.number("all-reduce.large.bandwidth"),
                profile.quantity("send.inside.latency", "s"),
                profile.quantity("send.outside.latency", "s"),
                profile.number("send.inside.bandwidth"),
                profile.number("send.outside.bandwidth"),
                profile.text("source"));
        profile.end();
        return library;
    }
}
