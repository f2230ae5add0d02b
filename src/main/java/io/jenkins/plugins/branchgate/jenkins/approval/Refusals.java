package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.gate.AlreadyDecidedException;
import io.jenkins.plugins.branchgate.gate.DeniedException;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.gate.NoSuchApprovalException;
import io.jenkins.plugins.branchgate.gate.NotApprovableException;
import io.jenkins.plugins.branchgate.jenkins.approval.DecisionRefusedException.Kind;

/** What the gate's refusals mean to page, REST and CLI. */
final class Refusals {

    private Refusals() {}

    static Kind kind(GateException e) {
        if (e instanceof DeniedException denied) {
            return denied.reason() == DeniedException.Reason.APPROVED_BEFORE ? Kind.CONFLICT : Kind.NOT_ALLOWED;
        }
        if (e instanceof NotApprovableException not) {
            return not.reason() == NotApprovableException.Reason.CHECKS_OPEN ? Kind.INCOMPLETE : Kind.CONFLICT;
        }
        if (e instanceof NoSuchApprovalException) {
            return Kind.UNKNOWN;
        }
        return e instanceof AlreadyDecidedException ? Kind.CONFLICT : Kind.UNAVAILABLE;
    }
}
