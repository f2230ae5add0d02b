package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public interface Item extends AccessControlled {
    Permission BUILD = null;
    Permission CONFIGURE = null;
    Permission EXTENDED_READ = null;
    Permission READ = null;
    Permission DELETE = null;

    String getFullName();

    String getFullDisplayName();

    String getUrl();
}
