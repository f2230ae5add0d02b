/** What a build checked out: which repository, which commit, with which credentials. */
package io.jenkins.plugins.branchgate.jenkins.checkout;
