package io.jenkins.plugins.branchgate.gate;

/**
 * The remote could not be asked, so whether it has the merge is not known. The approval stays in {@link
 * io.jenkins.plugins.branchgate.model.ApprovalState#MERGING}; {@link Gate#merge} called again settles it and never
 * merges twice.
 */
public final class MergeUnsettledException extends GateException {

    private static final long serialVersionUID = 1L;

    MergeUnsettledException(String message, Throwable cause) {
        super(message, cause);
    }
}
