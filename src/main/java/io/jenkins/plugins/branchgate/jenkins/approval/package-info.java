/** Approvals in Jenkins: what a build keeps of those it asked for, their pages, and the desk through which people decide. */
package io.jenkins.plugins.branchgate.jenkins.approval;
