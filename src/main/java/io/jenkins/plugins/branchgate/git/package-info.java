/** Git: resolve, list changes, preview a merge, merge and push. Built on JGit. */
package io.jenkins.plugins.branchgate.git;
