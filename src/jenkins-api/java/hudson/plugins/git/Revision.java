package hudson.plugins.git;

import java.io.Serializable;

public class Revision implements Serializable {
    public native String getSha1String();
}
