package hudson.model;

import hudson.ExtensionPoint;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.io.IOException;
import java.util.List;

public abstract class Run<J extends Job<J, R>, R extends Run<J, R>> extends Actionable
        implements ExtensionPoint, AccessControlled, Saveable {
    public native J getParent();

    public native int getNumber();

    public native String getUrl();

    public native String getExternalizableId();

    public static native Run<?, ?> fromExternalizableId(String id);

    public native String getFullDisplayName();

    public native <T extends Cause> T getCause(Class<T> type);

    public native List<Cause> getCauses();

    public native boolean isBuilding();

    public native void setResult(Result result);

    @Override
    public native ACL getACL();

    @Override
    public native void save() throws IOException;
}
