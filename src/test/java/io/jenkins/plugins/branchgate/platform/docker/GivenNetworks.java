package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.platform.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks of places as an administrator makes them for an engine whose default address pools are too small: Docker's own
 * have room for some thirty networks.
 */
public final class GivenNetworks {

    private GivenNetworks() {}

    /** The arguments of {@code docker} that make a place's network with that range of addresses. */
    public static List<String> create(Place place, String range) {
        var command = new ArrayList<>(List.of("network", "create", "--subnet", range));
        Labels.of(place, Labels.NETWORK)
                .forEach((name, value) -> command.addAll(List.of("--label", name + "=" + value)));
        command.add(Names.network(place));
        return command;
    }
}
