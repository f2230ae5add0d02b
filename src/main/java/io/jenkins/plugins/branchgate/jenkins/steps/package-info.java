/** The Pipeline steps, and what they and the freestyle steps do in a build. */
package io.jenkins.plugins.branchgate.jenkins.steps;
