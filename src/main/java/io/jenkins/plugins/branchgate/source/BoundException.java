package io.jenkins.plugins.branchgate.source;

import java.io.IOException;

/** A repository holds, or a remote sent, more than is read. The message is a sentence fragment for people. */
final class BoundException extends IOException {

    private static final long serialVersionUID = 1L;

    BoundException(String what) {
        super(what);
    }
}
