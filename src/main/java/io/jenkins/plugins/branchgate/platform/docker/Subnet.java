package io.jenkins.plugins.branchgate.platform.docker;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** A range of IPv4 addresses, and its free ones. */
record Subnet(String cidr, long base, int bits) {

    private static final Pattern CIDR =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    /** Empty if the text is not an IPv4 range. */
    static Optional<Subnet> parse(String cidr) {
        var parts = cidr == null ? null : CIDR.matcher(cidr);
        if (parts == null || !parts.matches() || Integer.parseInt(parts.group(5)) > 29) {
            return Optional.empty();
        }
        long base = 0;
        for (int i = 1; i <= 4; i++) {
            base = base << 8 | Integer.parseInt(parts.group(i));
        }
        int bits = 32 - Integer.parseInt(parts.group(5));
        return Optional.of(new Subnet(cidr, base >> bits << bits, bits));
    }

    /**
     * An address that is not taken, chosen at random: one that was given up is not soon another replica's. Neither the
     * first, which is the gateway's, nor those that name the network and its broadcast.
     */
    Optional<String> free(Set<String> taken) {
        long size = (1L << bits) - 3;
        long start = ThreadLocalRandom.current().nextLong(size);
        for (long i = 0; i < size; i++) {
            String address = text(base + 2 + (start + i) % size);
            if (!taken.contains(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    private static String text(long address) {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
