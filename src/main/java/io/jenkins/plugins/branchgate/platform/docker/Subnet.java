package io.jenkins.plugins.branchgate.platform.docker;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A range of IPv4 addresses.
 *
 * @param base its first address
 * @param bits how many bits tell its addresses apart, 0 to 32
 */
record Subnet(long base, int bits) {

    private static final Pattern CIDR =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    /** Empty if the text is not an IPv4 range. */
    static Optional<Subnet> parse(String cidr) {
        var parts = cidr == null ? null : CIDR.matcher(cidr);
        if (parts == null || !parts.matches() || Integer.parseInt(parts.group(5)) > 32) {
            return Optional.empty();
        }
        long base = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(parts.group(i));
            if (octet > 255) {
                return Optional.empty();
            }
            base = base << 8 | octet;
        }
        return Optional.of(of(base, Integer.parseInt(parts.group(5))));
    }

    /** The range of that prefix length that an address is in. */
    static Subnet of(long address, int prefix) {
        int bits = 32 - prefix;
        return new Subnet(address >> bits << bits, bits);
    }

    /** The length of the prefix that its addresses share. */
    int prefix() {
        return 32 - bits;
    }

    /** True if any address is in both. */
    boolean overlaps(Subnet other) {
        int wider = Math.max(bits, other.bits);
        return base >> wider == other.base >> wider;
    }

    /** The ranges of a longer prefix that it consists of, from one of them on, around to the one before. */
    Stream<Subnet> parts(int prefix, long from) {
        long count = 1L << (prefix - prefix());
        return LongStream.range(0, count)
                .mapToObj(i -> new Subnet(
                        base + (Math.floorMod(from, count) + i) % count * (1L << (32 - prefix)), 32 - prefix));
    }

    /**
     * An address that is not taken, chosen at random: one that was given up is not soon another replica's. Neither the
     * first, which is the gateway's, nor those that name the network and its broadcast.
     */
    Optional<String> free(Set<String> taken) {
        long size = (1L << bits) - 3;
        if (size <= 0) {
            return Optional.empty();
        }
        long start = ThreadLocalRandom.current().nextLong(size);
        for (long i = 0; i < size; i++) {
            String address = text(base + 2 + (start + i) % size);
            if (!taken.contains(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** As engines take it: {@code 10.213.0.128/25}. */
    @Override
    public String toString() {
        return text(base) + "/" + prefix();
    }

    private static String text(long address) {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
