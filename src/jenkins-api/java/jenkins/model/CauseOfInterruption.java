package jenkins.model;

import java.io.Serializable;

public abstract class CauseOfInterruption implements Serializable {
    public abstract String getShortDescription();

    public static final class UserInterruption extends CauseOfInterruption {
        public native String getUserId();

        @Override
        public native String getShortDescription();
    }
}
