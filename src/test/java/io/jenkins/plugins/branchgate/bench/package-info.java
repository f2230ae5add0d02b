/** Measures Branch Gate beside what people use instead, in one run on one machine. Run by {@code dev/bench}. */
package io.jenkins.plugins.branchgate.bench;
