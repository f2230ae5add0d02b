package io.jenkins.plugins.branchgate.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a webhook's receiver knows that a request came from here and is not an old one sent again: an HMAC-SHA256 (RFC
 * 2104) over the timestamp header, a full stop and the body.
 */
public final class WebhookSignature {

    private WebhookSignature() {}

    /**
     * @param key the shared secret, not empty
     * @param at the value of the timestamp header, whole seconds since 1970
     * @param body the request's body, byte for byte
     * @return {@code sha256=} and 64 lower-case hexadecimal digits
     */
    public static String of(String key, Instant at, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
