package hudson.model;

import hudson.remoting.VirtualChannel;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

public abstract class Computer {
    public static final ExecutorService threadPoolForRemoting = null;

    public native String getDisplayName();

    public native String getHostName() throws IOException, InterruptedException;

    public native String getName();

    public abstract VirtualChannel getChannel();

    public native Node getNode();
}
