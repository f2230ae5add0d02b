package hudson.remoting;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

public class RemoteInputStream extends InputStream implements Serializable {
    public RemoteInputStream(InputStream core, Flag flag) {}

    @Override
    public native int read() throws IOException;

    public enum Flag {
        GREEDY,
        NOT_GREEDY
    }
}
