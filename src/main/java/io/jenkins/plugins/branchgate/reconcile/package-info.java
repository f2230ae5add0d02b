/** The reconciler: healing, drift, metrics, alerts. */
package io.jenkins.plugins.branchgate.reconcile;
