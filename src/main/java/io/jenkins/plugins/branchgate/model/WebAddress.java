package io.jenkins.plugins.branchgate.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where people find a site with their browser, safe to link: {@code http} or {@code https}, and no user or password in it. */
public record WebAddress(String value) {

    private static final int LONGEST = 1000;

    /** @throws InvalidValueException if it is not such an address, or longer than 1000 characters */
    public WebAddress {
        if (value == null || value.length() > LONGEST || !isWeb(value)) {
            throw new InvalidValueException(
                    "site address",
                    value,
                    "an http or https address of at most " + LONGEST
                            + " characters without user or password, such as https://qa.example.org/");
        }
    }

    private static boolean isWeb(String value) {
        try {
            var uri = new URI(value);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
