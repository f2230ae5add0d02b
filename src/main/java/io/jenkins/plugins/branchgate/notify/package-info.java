/** What people and other programs are told, and the signed webhook that tells programs. Uses only {@code model}. */
package io.jenkins.plugins.branchgate.notify;
