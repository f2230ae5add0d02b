/** What monitoring sees: counters and gauges of deployments, requests, healing and approvals, as Prometheus reads them. */
package io.jenkins.plugins.branchgate.metrics;
