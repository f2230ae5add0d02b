package hudson.model;

import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Saveable {
    protected Descriptor() {}

    protected Descriptor(Class<? extends T> type) {}

    public native String getDisplayName();

    public native void load();

    @Override
    public native void save();

    public T newInstance(StaplerRequest2 request, JSONObject json) throws FormException {
        return null;
    }

    public static final class FormException extends Exception {
        public FormException(String message, String formField) {}
    }
}
