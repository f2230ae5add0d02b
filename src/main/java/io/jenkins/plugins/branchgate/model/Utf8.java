package io.jenkins.plugins.branchgate.model;

/** Text in UTF-8 that comes in pieces: where a piece ends says nothing of where a character does. */
public final class Utf8 {

    private Utf8() {}

    /**
     * How many of the first bytes are whole characters, if the last one may have been cut. Bytes that are no UTF-8 are
     * left to who decodes them.
     */
    public static int wholeCharacters(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int b = bytes[length - back] & 0xff;
            if (b >= 0xc2 && b <= 0xf4) {
                int bytesOfCharacter = b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
                return bytesOfCharacter > back ? length - back : length;
            }
            if (b < 0x80 || b > 0xbf) {
                return length;
            }
        }
        return length;
    }
}
