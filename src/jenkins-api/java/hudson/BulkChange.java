package hudson;

import hudson.model.Saveable;

public class BulkChange {
    public static native boolean contains(Saveable saveable);
}
