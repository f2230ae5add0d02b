package io.jenkins.plugins.branchgate.git;

import java.io.IOException;

/** A repository holds, or a remote sent, more than is read. The message is a sentence fragment for people. */
final class LimitExceededException extends IOException {

    private static final long serialVersionUID = 1L;

    LimitExceededException(String what) {
        super(what);
    }
}
