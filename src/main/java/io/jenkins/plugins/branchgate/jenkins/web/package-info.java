/** What the pages share: their script and style, JSON answers, sentences. */
package io.jenkins.plugins.branchgate.jenkins.web;
