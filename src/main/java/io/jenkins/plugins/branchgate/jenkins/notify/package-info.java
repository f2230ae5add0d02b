/** Who is told what happens to approvals and environments, and how: e-mail, webhook, or what another plugin adds. */
package io.jenkins.plugins.branchgate.jenkins.notify;
