package io.jenkins.plugins.branchgate.jenkins.checkout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CheckoutTest {

    private static final String COMMIT = "0123456789012345678901234567890123456789";

    @Test
    void aRepositoryIsTheSameHoweverItsAddressIsSpelt() {
        var checkout = new Checkout("git@github.com:org/repo.git", "key", COMMIT);
        assertTrue(checkout.isOf("HTTPS://GitHub.com:443/org//repo/"));
        assertFalse(checkout.isOf("https://github.com/org/other"));
    }

    @Test
    void addressesThatNoSiteCanHaveAreOnlyLikeThemselves() {
        var odd = new Checkout("ext::sh -c x", null, COMMIT);
        assertTrue(odd.isOf("ext::sh -c x"));
        assertFalse(odd.isOf("../site"));
        assertFalse(new Checkout("https://git.example.org/site", null, COMMIT).isOf("ext::sh -c x"));
    }
}
