/** What the forms of steps share: drop-downs of credentials and checks of single fields. */
package io.jenkins.plugins.branchgate.jenkins.forms;
