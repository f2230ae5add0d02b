package hudson.security;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

public interface AccessControlled {
    ACL getACL();

    default void checkPermission(Permission permission) throws AccessDeniedException {}

    default boolean hasPermission(Permission permission) {
        return false;
    }

    default boolean hasPermission2(Authentication authentication, Permission permission) {
        return false;
    }
}
