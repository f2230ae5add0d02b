package hudson.model.queue;

import hudson.model.Queue;
import org.springframework.security.core.Authentication;

public class Tasks {
    public static native Authentication getAuthenticationOf2(Queue.Task task);
}
