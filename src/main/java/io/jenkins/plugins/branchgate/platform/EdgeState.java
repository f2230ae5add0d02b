package io.jenkins.plugins.branchgate.platform;

import java.io.Serializable;
import java.util.Set;

/**
 * An environment's entry as the platform sees it.
 *
 * @param present true if it exists
 * @param running true if it runs
 * @param port the published port, 0 if none
 * @param routed the replicas it sends new requests to
 * @param up those of them that its own checks find up
 * @param drift what differs from what was asked, in words for people; empty if nothing
 */
public record EdgeState(
        boolean present, boolean running, int port, Set<ReplicaId> routed, Set<ReplicaId> up, String drift)
        implements Serializable {}
