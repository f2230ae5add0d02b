package io.jenkins.plugins.branchgate.platform;

import java.io.Serializable;

/**
 * A part of what a replica wrote to its standard output and error, as it came: it may hold anything.
 *
 * @param text oldest first; empty if nothing was written
 * @param next where to go on
 * @param cut true if text between the position asked for and this part was left out, because it was too much
 */
public record LogPart(String text, LogPosition next, boolean cut) implements Serializable {}
