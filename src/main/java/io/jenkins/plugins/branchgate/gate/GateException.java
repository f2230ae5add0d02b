package io.jenkins.plugins.branchgate.gate;

/** The gate's rules say no. The message is for people: what was asked, why not, what to do next. */
public abstract sealed class GateException extends Exception
        permits NoSuchApprovalException,
                AlreadyDecidedException,
                DeniedException,
                NotApprovableException,
                MergeUnsettledException,
                NotAdmittedException {

    private static final long serialVersionUID = 1L;

    GateException(String message) {
        super(message);
    }

    GateException(String message, Throwable cause) {
        super(message, cause);
    }
}
