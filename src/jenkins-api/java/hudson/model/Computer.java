package hudson.model;

import hudson.remoting.VirtualChannel;
import java.io.IOException;

public abstract class Computer {
    public native String getDisplayName();

    public native String getHostName() throws IOException, InterruptedException;

    public native String getName();

    public abstract VirtualChannel getChannel();
}
