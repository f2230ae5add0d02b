/** Calls the reconcilers: one for each site, from the start of the controller to its end. */
package io.jenkins.plugins.branchgate.jenkins.reconcile;
