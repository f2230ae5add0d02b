package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void whereverTextIsCutItEndsWithAWholeCharacter() {
        String text = "a\u00e4\u20ac\uD83D\uDE00z";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] whole = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};
        for (int length = 0; length <= bytes.length; length++) {
            assertEquals(whole[length], Utf8.wholeCharacters(bytes, length), "of " + length);
        }
    }

    @Test
    void bytesThatAreNoUtf8AreLeftAsTheyAre() {
        byte[] bytes = {(byte) 0xff, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
        for (int length = 0; length <= bytes.length; length++) {
            assertEquals(length, Utf8.wholeCharacters(bytes, length));
        }
    }
}
