package io.jenkins.plugins.branchgate.bench;

/** A way to bring a new release of a site into service on a fixed port. It serves a first release once it is made. */
interface Contestant extends AutoCloseable {

    /** What it is, for the table. */
    String name();

    /** Where the site answers. */
    int port();

    /** Brings the other of two releases into service; returns when a person would call the deployment done. */
    void swap() throws Exception;
}
