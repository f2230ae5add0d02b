package io.jenkins.plugins.branchgate.jenkins.forms;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.util.function.Function;
import jenkins.model.Jenkins;

/** Checks one field of a form with the parsed type that the build will use. */
public final class FieldCheck {
    private FieldCheck() {}

    /** A field that must be filled in. */
    public static FormValidation required(Item item, String value, Function<String, ?> parse) {
        return check(item, value, parse);
    }

    /** A field that may be left empty. */
    public static FormValidation optional(Item item, String value, Function<String, ?> parse) {
        return Util.fixEmptyAndTrim(value) == null ? FormValidation.ok() : check(item, value, parse);
    }

    private static FormValidation check(Item item, String value, Function<String, ?> parse) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            parse.apply(Util.fixEmptyAndTrim(value));
            return FormValidation.ok();
        } catch (InvalidValueException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** True for those who may see such a form: of the job, or without one, of the controller. */
    static boolean mayConfigure(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }
}
