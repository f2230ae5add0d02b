package hudson.util;

import java.io.Serializable;

public final class Secret implements Serializable {
    public static native String toString(Secret secret);

    public native String getPlainText();
}
