/** The build steps of freestyle jobs: the settings and the work of the Pipeline steps. */
package io.jenkins.plugins.branchgate.jenkins.freestyle;
