/** Docker engines that only an agent can reach: platform and image builder as proxies over the agent's channel. */
package io.jenkins.plugins.branchgate.jenkins.connect;
