package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ranges of addresses that environments' networks are taken from. They are our own, and the networks small: an
 * engine's default pools have room for some thirty networks of any size.
 */
final class NetworkRanges {

    /** Ranges for all engines of this controller, with spaces between, the preferred one first. */
    static final String PROPERTY = "io.jenkins.plugins.branchgate.networkRanges";

    /** Room for 512 networks each: in the middle of nowhere, and in the range that is set aside for benchmarks. */
    static final String DEFAULT = "10.213.0.0/16 198.18.0.0/16";

    /** 125 addresses: 32 replicas, twice while one release follows another, two edges, and as many that rest. */
    private static final int PREFIX = 25;

    private static final int WIDEST = 12;

    /** A route that is this wide or wider leads to everywhere and says nothing of what is there. */
    private static final int EVERYWHERE = 7;

    private final List<Subnet> ranges;

    private NetworkRanges(List<Subnet> ranges) {
        this.ranges = ranges;
    }

    /** The ranges that are configured. */
    static NetworkRanges configured() throws PlatformException {
        return parse(System.getProperty(PROPERTY, DEFAULT));
    }

    static NetworkRanges parse(String text) throws PlatformException {
        var ranges = new ArrayList<Subnet>();
        for (String each : text.strip().split("[\\s,]+")) {
            ranges.add(Subnet.parse(each)
                    .filter(range -> range.prefix() >= WIDEST && range.prefix() <= PREFIX)
                    .orElseThrow(() -> new PlatformException("The system property " + PROPERTY + " has \""
                            + SafeText.line(each) + "\", which is not a range of IPv4 addresses from /" + WIDEST
                            + " to /" + PREFIX + " such as 10.213.0.0/16. No network was made; what runs is untouched."
                            + " Put it right and start Jenkins again, or leave it out for \"" + DEFAULT + "\".")));
        }
        return new NetworkRanges(ranges);
    }

    /**
     * The networks that could be made, those of the preferred range first. They begin at different places for different
     * seeds, so that two that choose at the same time seldom choose the same.
     */
    Stream<Subnet> free(Collection<Subnet> taken, int seed) {
        return ranges.stream().flatMap(range -> range.parts(PREFIX, seed)).filter(subnet -> taken.stream()
                .noneMatch(subnet::overlaps));
    }

    /**
     * Where this machine's packets go: an engine on the same machine, which is the usual one, must not be given any of
     * it. Empty where the machine does not say.
     */
    static List<Subnet> routes() {
        try {
            return routes(Files.readAllLines(Path.of("/proc/net/route")));
        } catch (IOException e) {
            return List.of(); // not Linux: no engine runs here but in a machine of its own
        }
    }

    static List<Subnet> routes(List<String> table) {
        return table.stream()
                .skip(1)
                .flatMap(line -> route(line.split("\\s+")).stream())
                .filter(route -> route.prefix() > EVERYWHERE)
                .toList();
    }

    /** Of a line of the kernel's table: interface, destination, …, and in the eighth column the mask. */
    private static Optional<Subnet> route(String[] columns) {
        try {
            int destination = Integer.reverseBytes(Integer.parseUnsignedInt(columns[1], 16));
            int mask = Integer.reverseBytes(Integer.parseUnsignedInt(columns[7], 16));
            return Optional.of(Subnet.of(Integer.toUnsignedLong(destination), Integer.bitCount(mask)));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return String.join(" and ", ranges.stream().map(Subnet::toString).toList());
    }
}
