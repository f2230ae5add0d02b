package hudson.remoting;

public class LocalChannel implements VirtualChannel {
    @Override
    public native <V, T extends Throwable> V call(Callable<V, T> callable);

    @Override
    public native <V, T extends Throwable> Future<V> callAsync(Callable<V, T> callable);

    @Override
    public native void close();

    @Override
    public native void join() throws InterruptedException;

    @Override
    public native void join(long timeout) throws InterruptedException;

    @Override
    public native <T> T export(Class<T> type, T instance);

    @Override
    public native void syncLocalIO() throws InterruptedException;
}
