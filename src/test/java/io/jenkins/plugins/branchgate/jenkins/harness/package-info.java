/** Tests on the Jenkins test harness; compiled and run under pom.xml only. */
package io.jenkins.plugins.branchgate.jenkins.harness;
