package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/** The path, and query if any, of a health check's request. */
public record HttpPath(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,499}");

    /** @throws InvalidValueException if the path does not begin with a slash or has characters a URL may not have */
    @JsonCreator
    public HttpPath {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException(
                    "health check path",
                    value,
                    "a URL path of at most 500 characters beginning with /, such as /health");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
