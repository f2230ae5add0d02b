package hudson;

import java.util.AbstractList;

public class ExtensionList<T> extends AbstractList<T> {
    public static native <U> U lookupSingleton(Class<U> type);

    public static native <U> ExtensionList<U> lookup(Class<U> type);

    @Override
    public native T get(int index);

    @Override
    public native int size();
}
