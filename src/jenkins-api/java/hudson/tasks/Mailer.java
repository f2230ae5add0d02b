package hudson.tasks;

import jakarta.mail.Session;

public class Mailer {
    public static native DescriptorImpl descriptor();

    public static final class DescriptorImpl {
        public native Session createSession();

        public native String getReplyToAddress();

        public native String getCharset();
    }

    public static class UserProperty extends hudson.model.UserProperty {
        public native String getExplicitlyConfiguredAddress();
    }
}
