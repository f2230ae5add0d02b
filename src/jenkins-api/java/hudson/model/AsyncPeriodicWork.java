package hudson.model;

import java.io.IOException;
import java.util.logging.Level;

public abstract class AsyncPeriodicWork extends PeriodicWork {
    protected AsyncPeriodicWork(String name) {}

    @Override
    public final native void doRun();

    protected native Level getNormalLoggingLevel();

    protected abstract void execute(TaskListener listener) throws IOException, InterruptedException;
}
