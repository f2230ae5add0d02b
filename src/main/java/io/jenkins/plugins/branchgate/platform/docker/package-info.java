/** The connection to a Docker Engine: its address, TLS keys, client, and what to say when it is not there. */
package io.jenkins.plugins.branchgate.platform.docker;
