package hudson;

import hudson.model.Computer;
import hudson.remoting.VirtualChannel;

public final class FilePath {
    public native VirtualChannel getChannel();

    public native String getRemote();

    public native Computer toComputer();
}
