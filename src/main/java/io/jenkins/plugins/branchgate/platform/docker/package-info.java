/** Docker Engine as a platform: a private network, an HAProxy edge and release containers per place. */
package io.jenkins.plugins.branchgate.platform.docker;
