/** What an administrator configures once for all jobs, by form or as code under {@code unclassified: branchGate:}. */
package io.jenkins.plugins.branchgate.jenkins.config;
