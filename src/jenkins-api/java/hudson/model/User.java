package hudson.model;

import jenkins.model.IdStrategy;
import org.springframework.security.core.Authentication;

public class User {
    public static native User current();

    public static native User get2(Authentication authentication);

    public static native User getById(String id, boolean create);

    public static native IdStrategy idStrategy();

    public native Authentication impersonate2();

    public native String getId();

    public native String getFullName();

    public native <T extends UserProperty> T getProperty(Class<T> type);
}
