package io.jenkins.plugins.branchgate.jenkins.forms;

import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.branchgate.model.InvalidValueException;

/** Turns what goes wrong while a form is read into the answer that whoever sent it sees. */
public final class RefusedForm {
    private RefusedForm() {}

    /**
     * The refusal that is behind a failure, without the form's content, which may hold secrets.
     *
     * @param failure as reading the form gave it, with its causes
     * @param field the part of the form that was read
     */
    public static FormException of(Throwable failure, String field) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValueException refused) {
                return new FormException(refused.getMessage(), field);
            }
            if (cause instanceof FormException refused) {
                return refused;
            }
            if (cause instanceof NumberFormatException number) {
                return new FormException(
                        "A field takes a whole number: " + number.getMessage() + ". Nothing was saved.", field);
            }
        }
        return new FormException(
                "The form could not be read: a field has a value of another kind than it takes. Nothing was saved.",
                field);
    }
}
