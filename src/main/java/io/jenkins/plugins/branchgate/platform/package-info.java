/** The port to what runs containers, and its implementations in rooms below. */
package io.jenkins.plugins.branchgate.platform;
