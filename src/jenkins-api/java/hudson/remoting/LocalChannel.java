package hudson.remoting;

public class LocalChannel implements VirtualChannel {
    @Override
    public native <V, T extends Throwable> V call(Callable<V, T> callable);

    @Override
    public native <T> T export(Class<T> type, T instance);
}
