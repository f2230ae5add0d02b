package io.jenkins.plugins.branchgate.platform.docker;

/**
 * A replica as the edge knows it.
 *
 * @param id the container's id, which is also the server's name in HAProxy
 * @param address its address on the place's network
 * @param port the port it listens on
 */
record Backend(String id, String address, int port) {}
