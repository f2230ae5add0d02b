/** What replicas wrote: made fit to be shown, and kept when they are retired. */
package io.jenkins.plugins.branchgate.logs;
