package io.jenkins.plugins.branchgate.model;

import java.io.Serializable;
import java.time.Instant;

/**
 * When a phase began.
 *
 * @param phase the phase
 * @param at its beginning, to the millisecond
 */
public record PhaseTime(Phase phase, Instant at) implements Serializable {}
