/** The only room that knows Jenkins: turns its objects into calls on the engine, and engine events into logs and pages. */
package io.jenkins.plugins.branchgate.jenkins;
