package io.jenkins.plugins.branchgate.platform.docker;

/**
 * A server as HAProxy lists it.
 *
 * @param backend which replica
 * @param operational HAProxy's operational state: 0 down, 1 starting, 2 up, 3 stopping
 * @param admin its administrative flags; 0 if nothing was ordered
 */
record EdgeServer(Backend backend, int operational, int admin) {

    private static final int MAINTENANCE = 0x01 | 0x02 | 0x20;
    private static final int DRAIN = 0x08 | 0x10;

    /** True if it is sent new requests while it is up. */
    boolean routed() {
        return (admin & (MAINTENANCE | DRAIN)) == 0;
    }

    /** True if the edge's checks find it up. */
    boolean up() {
        return operational == 2;
    }
}
